// deadlock: two threads take the same two mutexes in opposite order.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER, right = PTHREAD_MUTEX_INITIALIZER;

static void *left_first(void *unused)
{
    (void)unused;
    MUST(pthread_mutex_lock(&left));
    MUST(pthread_mutex_lock(&right)); // expect: deadlock
    MUST(pthread_mutex_unlock(&right));
    MUST(pthread_mutex_unlock(&left));
    return NULL;
}

static void *right_first(void *unused)
{
    (void)unused;
    MUST(pthread_mutex_lock(&right));
    MUST(pthread_mutex_lock(&left)); // expect: deadlock
    MUST(pthread_mutex_unlock(&left));
    MUST(pthread_mutex_unlock(&right));
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, left_first, NULL));
    MUST(pthread_create(&b, NULL, right_first, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
