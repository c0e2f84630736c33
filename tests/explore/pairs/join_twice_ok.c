// pass: one thread joins it; the other learns by a semaphore that it has come so far.
#include <pthread.h>
#include <semaphore.h>
#include <workbook/must.h>

static pthread_t cook;
static sem_t ready;

static void *work(void *unused)
{
    MUST_SYS(sem_post(&ready));
    return unused;
}

static void *wait_for_it(void *unused)
{
    MUST_SYS(sem_wait(&ready));
    return unused;
}

int main(void)
{
    pthread_t guest;
    MUST_SYS(sem_init(&ready, 0, 0));
    MUST(pthread_create(&cook, NULL, work, NULL));
    MUST(pthread_create(&guest, NULL, wait_for_it, NULL));
    MUST(pthread_join(cook, NULL));
    MUST(pthread_join(guest, NULL));
    return 0;
}
