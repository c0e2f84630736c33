// pass: the receiver tidies up after the sender has gone.
#include <pthread.h>
#include <stdbool.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static bool there; // guarded by lock

static void *send_letter(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    there = true;
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_cond_signal(&arrived));
    return unused;
}

int main(void)
{
    pthread_t sender;
    MUST(pthread_create(&sender, NULL, send_letter, NULL));
    MUST(pthread_mutex_lock(&lock));
    while (!there)
        MUST(pthread_cond_wait(&arrived, &lock));
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_join(sender, NULL));
    MUST(pthread_cond_destroy(&arrived));
    return 0;
}
