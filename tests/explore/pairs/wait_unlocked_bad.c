// race: the condition changes without the mutex under which it is tested.
#include <pthread.h>
#include <stdbool.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static bool dish;

static void *cook(void *unused)
{
    (void)unused;
    dish = true; // expect: race
    MUST(pthread_cond_signal(&ready));
    return NULL;
}

int main(void)
{
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, cook, NULL));
    MUST(pthread_mutex_lock(&lock));
    while (!dish) // expect: race
        MUST(pthread_cond_wait(&ready, &lock));
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_join(thread, NULL));
    return 0;
}
