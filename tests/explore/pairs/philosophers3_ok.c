// pass: the last one takes the forks the other way round.
#include <pthread.h>
#include <workbook/must.h>

enum { SEATS = 3 };

static pthread_mutex_t fork_at[SEATS] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
                                         PTHREAD_MUTEX_INITIALIZER};
static int seats[SEATS] = {0, 1, 2};

static void *philosopher(void *argument)
{
    const int seat = *(int *)argument, next = (seat + 1) % SEATS;
    const int first = seat < next ? seat : next, second = seat < next ? next : seat;
    MUST(pthread_mutex_lock(&fork_at[first]));
    MUST(pthread_mutex_lock(&fork_at[second]));
    MUST(pthread_mutex_unlock(&fork_at[second]));
    MUST(pthread_mutex_unlock(&fork_at[first]));
    return NULL;
}

int main(void)
{
    pthread_t threads[SEATS];
    for (int i = 0; i < SEATS; i++)
        MUST(pthread_create(&threads[i], NULL, philosopher, &seats[i]));
    for (int i = 0; i < SEATS; i++)
        MUST(pthread_join(threads[i], NULL));
    return 0;
}
