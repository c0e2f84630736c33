// pass: it waits for as many as there are.
#include <pthread.h>
#include <workbook/must.h>

static pthread_barrier_t barrier;

static void *cook(void *unused)
{
    const int result = pthread_barrier_wait(&barrier);
    MUST(result == PTHREAD_BARRIER_SERIAL_THREAD ? 0 : result);
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_barrier_init(&barrier, NULL, 2));
    MUST(pthread_create(&a, NULL, cook, NULL));
    MUST(pthread_create(&b, NULL, cook, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
