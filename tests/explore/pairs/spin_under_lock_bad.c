// hang: a thread asks again and again, with the lock given back in between; nobody will ever say yes.
#include <pthread.h>
#include <stdbool.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool ready; // guarded by lock

static void *wait_for_it(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    while (!ready) {
        MUST(pthread_mutex_unlock(&lock));
        MUST(pthread_mutex_lock(&lock)); // expect: hang
    }
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

int main(void)
{
    pthread_t cooks[2];
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&cooks[i], NULL, wait_for_it, NULL));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(cooks[i], NULL));
    return 0;
}
