// wrong: a wait that ran out of time is taken for one that found the dish.
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ready = PTHREAD_COND_INITIALIZER;
static bool dish; // guarded by lock

static void *cook(void *unused)
{
    (void)unused;
    sleep(3);
    MUST(pthread_mutex_lock(&lock));
    dish = true;
    MUST(pthread_cond_signal(&ready));
    MUST(pthread_mutex_unlock(&lock));
    return NULL;
}

int main(void)
{
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, cook, NULL));
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    MUST(pthread_mutex_lock(&lock));
    int error = 0;
    while (!dish && error == 0)
        error = pthread_cond_timedwait(&ready, &lock, &until);
    assert(dish); // expect: wrong
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_join(thread, NULL));
    return 0;
}
