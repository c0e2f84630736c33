// race: the semaphore starts with a ticket, so nobody waits for the dish.
#include <pthread.h>
#include <semaphore.h>
#include <workbook/must.h>

static sem_t ready;
static int dish;

static void *cook(void *unused)
{
    dish = 7; // expect: race
    MUST_SYS(sem_post(&ready));
    return unused;
}

int main(void)
{
    pthread_t thread;
    MUST_SYS(sem_init(&ready, 0, 1));
    MUST(pthread_create(&thread, NULL, cook, NULL));
    MUST_SYS(sem_wait(&ready));
    const int seen = dish; // expect: race
    MUST(pthread_join(thread, NULL));
    return seen == 7 ? 0 : 1;
}
