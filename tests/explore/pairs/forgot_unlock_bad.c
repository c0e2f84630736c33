// deadlock: the early return keeps the mutex.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int plates = 1; // guarded by lock

static void *waiter(void *unused)
{
    MUST(pthread_mutex_lock(&lock)); // expect: deadlock
    if (plates == 0)
        return unused;
    plates--;
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

int main(void)
{
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        MUST(pthread_create(&threads[i], NULL, waiter, NULL));
    for (int i = 0; i < 3; i++)
        MUST(pthread_join(threads[i], NULL));
    return 0;
}
