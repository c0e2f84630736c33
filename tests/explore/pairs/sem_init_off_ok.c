// pass: it starts without.
#include <pthread.h>
#include <semaphore.h>
#include <workbook/must.h>

static sem_t ready;
static int dish;

static void *cook(void *unused)
{
    dish = 7;
    MUST_SYS(sem_post(&ready));
    return unused;
}

int main(void)
{
    pthread_t thread;
    MUST_SYS(sem_init(&ready, 0, 0));
    MUST(pthread_create(&thread, NULL, cook, NULL));
    MUST_SYS(sem_wait(&ready));
    const int seen = dish;
    MUST(pthread_join(thread, NULL));
    return seen == 7 ? 0 : 1;
}
