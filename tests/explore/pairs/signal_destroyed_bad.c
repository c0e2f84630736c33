// wrong: the receiver tidies up as soon as it has the letter, and the sender's signal comes after that.
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
    MUST(pthread_cond_signal(&arrived)); // expect: wrong
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
    MUST(pthread_cond_destroy(&arrived));
    MUST(pthread_join(sender, NULL));
    return 0;
}
