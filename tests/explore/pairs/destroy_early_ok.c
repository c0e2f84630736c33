// pass: it is destroyed when the thread has ended.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock;

static void *cook(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

int main(void)
{
    pthread_t thread;
    MUST(pthread_mutex_init(&lock, NULL));
    MUST(pthread_create(&thread, NULL, cook, NULL));
    MUST(pthread_join(thread, NULL));
    MUST(pthread_mutex_destroy(&lock));
    return 0;
}
