// pass: the lock is given back by a cleanup handler, however the thread leaves; handlers run last first.
#include <assert.h>
#include <pthread.h>
#include <stddef.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int dishes, wiped; // guarded by lock

static void cook(void)
{
    if (dishes++ == 0)
        pthread_exit(&dishes); // the first dish burns
}

static void wipe(void *unused)
{
    (void)unused;
    wiped++;
}

static void unlock(void *unused)
{
    (void)unused;
    MUST(pthread_mutex_unlock(&lock));
}

static void *work(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    pthread_cleanup_push(unlock, NULL);
    pthread_cleanup_push(wipe, NULL);
    cook();
    pthread_cleanup_pop(1);
    pthread_cleanup_pop(1);
    return unused;
}

int main(void)
{
    pthread_t a, b;
    void *of_a, *of_b;
    MUST(pthread_create(&a, NULL, work, NULL));
    MUST(pthread_create(&b, NULL, work, NULL));
    MUST(pthread_join(a, &of_a));
    MUST(pthread_join(b, &of_b));
    assert(wiped == 2);
    assert((of_a == &dishes) != (of_b == &dishes));
    return 0;
}
