// pass: the barrier counts its rounds.
#include <pthread.h>
#include <workbook/must.h>

enum { COOKS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_there = PTHREAD_COND_INITIALIZER;
static int arrived, round_number; // guarded by lock

static void meet(void)
{
    MUST(pthread_mutex_lock(&lock));
    const int mine = round_number;
    if (++arrived == COOKS) {
        arrived = 0;
        round_number++;
        MUST(pthread_cond_broadcast(&all_there));
    }
    while (round_number == mine)
        MUST(pthread_cond_wait(&all_there, &lock));
    MUST(pthread_mutex_unlock(&lock));
}

static void *cook(void *unused)
{
    meet();
    meet();
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, cook, NULL));
    MUST(pthread_create(&b, NULL, cook, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
