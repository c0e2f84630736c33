// deadlock: a thread leaves by pthread_exit() deep in a call, with the lock of its caller held.
#include <pthread.h>
#include <stddef.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int dishes; // guarded by lock

static void cook(void)
{
    if (dishes++ == 0)
        pthread_exit(NULL); // the first dish burns
}

static void *work(void *unused)
{
    MUST(pthread_mutex_lock(&lock)); // expect: deadlock
    cook();
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, work, NULL));
    MUST(pthread_create(&b, NULL, work, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
