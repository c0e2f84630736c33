// pass: without the lock the till is left alone.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int till; // guarded by lock

static void *waiter(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    till++;
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

static void *cook(void *unused)
{
    if (pthread_mutex_trylock(&lock) == 0) {
        till++;
        MUST(pthread_mutex_unlock(&lock));
    }
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, waiter, NULL));
    MUST(pthread_create(&b, NULL, cook, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
