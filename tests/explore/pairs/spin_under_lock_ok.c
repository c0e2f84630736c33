// pass: a thread asks again and again, with the lock given back in between, until main says yes; and it
// counts to twenty under the lock, by a loop that changes nothing else.
#include <pthread.h>
#include <stdbool.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool ready; // guarded by lock

static void *wait_for_it(void *unused)
{
    for (int i = 0; i < 20; i++) {
        MUST(pthread_mutex_lock(&lock));
        MUST(pthread_mutex_unlock(&lock));
    }
    for (register int i = 0; i < 20; i++) {
        MUST(pthread_mutex_lock(&lock));
        MUST(pthread_mutex_unlock(&lock));
    }
    MUST(pthread_mutex_lock(&lock));
    while (!ready) {
        MUST(pthread_mutex_unlock(&lock));
        MUST(pthread_mutex_lock(&lock));
    }
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

int main(void)
{
    pthread_t cook;
    MUST(pthread_create(&cook, NULL, wait_for_it, NULL));
    MUST(pthread_mutex_lock(&lock));
    ready = true;
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_join(cook, NULL));
    return 0;
}
