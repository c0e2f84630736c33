// pass: the condition changes under the mutex; the signal may come after it.
#include <pthread.h>
#include <stdbool.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static bool dish; // guarded by lock

static void *cook(void *unused)
{
    (void)unused;
    MUST(pthread_mutex_lock(&lock));
    dish = true;
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_cond_signal(&ready));
    return NULL;
}

int main(void)
{
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, cook, NULL));
    MUST(pthread_mutex_lock(&lock));
    while (!dish)
        MUST(pthread_cond_wait(&ready, &lock));
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_join(thread, NULL));
    return 0;
}
