// wrong: a waiter that was woken does not look again; another took the dish before it.
#include <assert.h>
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER;
static int dishes; // guarded by lock

static void *waiter(void *unused)
{
    (void)unused;
    MUST(pthread_mutex_lock(&lock));
    if (dishes == 0)
        MUST(pthread_cond_wait(&not_empty, &lock));
    assert(dishes > 0); // expect: wrong
    dishes--;
    MUST(pthread_mutex_unlock(&lock));
    return NULL;
}

static void put(void)
{
    MUST(pthread_mutex_lock(&lock));
    dishes++;
    MUST(pthread_cond_signal(&not_empty));
    MUST(pthread_mutex_unlock(&lock));
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, waiter, NULL));
    MUST(pthread_create(&b, NULL, waiter, NULL));
    put();
    put();
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
