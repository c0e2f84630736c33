// deadlock: two threads wait for each other to end.
#include <pthread.h>
#include <semaphore.h>
#include <workbook/must.h>

static pthread_t first, second;
static sem_t known; // posted when both are

static void *waits_for_second(void *unused)
{
    MUST_SYS(sem_wait(&known));
    MUST(pthread_join(second, NULL)); // expect: deadlock
    return unused;
}

static void *waits_for_first(void *unused)
{
    MUST_SYS(sem_wait(&known));
    MUST(pthread_join(first, NULL)); // expect: deadlock
    return unused;
}

int main(void)
{
    MUST_SYS(sem_init(&known, 0, 0));
    MUST(pthread_create(&first, NULL, waits_for_second, NULL));
    MUST(pthread_create(&second, NULL, waits_for_first, NULL));
    MUST_SYS(sem_post(&known));
    MUST_SYS(sem_post(&known));
    pthread_exit(NULL);
}
