// race: both threads lock, but not the same mutex.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t front = PTHREAD_MUTEX_INITIALIZER, back = PTHREAD_MUTEX_INITIALIZER;
static int till; // guarded by front

static void *waiter(void *unused)
{
    MUST(pthread_mutex_lock(&front));
    till++; // expect: race
    MUST(pthread_mutex_unlock(&front));
    return unused;
}

static void *cook(void *unused)
{
    MUST(pthread_mutex_lock(&back));
    till++; // expect: race
    MUST(pthread_mutex_unlock(&back));
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
