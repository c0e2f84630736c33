// pass: who locks unlocks.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *cook(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

int main(void)
{
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, cook, NULL));
    MUST(pthread_join(thread, NULL));
    return 0;
}
