// Two programs of which it is known whether they race, to prove the tools before they are believed.
#include <omp.h>

enum { ITEMS = 20000, TEAM = 2 };

void openmp_known_race(void);
void openmp_known_clean(void);

static long total; // in openmp_known_race(): any thread, and nothing orders them

// Another region first: in the first one of a process a thread may still be on its way.
static void gather(int *there)
{
#pragma omp parallel num_threads(TEAM)
    there[omp_get_thread_num()] = 1;
}

void openmp_known_race(void)
{
    int there[TEAM];
    gather(there);
#pragma omp parallel for num_threads(TEAM) schedule(static)
    for (int i = 0; i < ITEMS; i++)
        total += i;
}

// One writes, the other reads after a barrier, a critical section and the end of the region.
void openmp_known_clean(void)
{
    int slip[TEAM], sum = 0;
    gather(slip);
#pragma omp parallel num_threads(TEAM)
    {
        const int me = omp_get_thread_num();
        slip[me] = me;
#pragma omp barrier
        const int other = slip[(me + 1) % TEAM];
#pragma omp critical
        sum += other;
    }
    total = sum + slip[0];
}
