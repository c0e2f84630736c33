// deadlock: nobody looks whether the dish is there already, so a signal that comes before the wait is lost.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;

static void *cook(void *unused)
{
    (void)unused;
    MUST(pthread_mutex_lock(&lock));
    MUST(pthread_cond_signal(&ready));
    MUST(pthread_mutex_unlock(&lock));
    return NULL;
}

int main(void)
{
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, cook, NULL));
    MUST(pthread_mutex_lock(&lock));
    MUST(pthread_cond_wait(&ready, &lock)); // expect: deadlock
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_join(thread, NULL));
    return 0;
}
