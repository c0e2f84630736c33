// wrong: the mutex is destroyed while a thread may still use it.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock;

static void *cook(void *unused)
{
    MUST(pthread_mutex_lock(&lock)); // expect: wrong
    MUST(pthread_mutex_unlock(&lock)); // expect: wrong
    return unused;
}

int main(void)
{
    pthread_t thread;
    MUST(pthread_mutex_init(&lock, NULL));
    MUST(pthread_create(&thread, NULL, cook, NULL));
    MUST(pthread_mutex_destroy(&lock)); // expect: wrong
    MUST(pthread_join(thread, NULL));
    return 0;
}
