// pass: a thread tries for a lock again and again, until it is given back.
#include <pthread.h>
#include <sched.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *try_for_it(void *unused)
{
    while (pthread_mutex_trylock(&lock) != 0)
        sched_yield();
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

int main(void)
{
    pthread_t cook;
    MUST(pthread_mutex_lock(&lock));
    MUST(pthread_create(&cook, NULL, try_for_it, NULL));
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_join(cook, NULL));
    return 0;
}
