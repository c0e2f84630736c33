// pass: main waits for both.
#include <pthread.h>
#include <semaphore.h>
#include <workbook/must.h>

static pthread_t first, second;
static sem_t known; // posted when both are

static void *waits_for_second(void *unused)
{
    MUST_SYS(sem_wait(&known));
    return unused;
}

static void *waits_for_first(void *unused)
{
    MUST_SYS(sem_wait(&known));
    return unused;
}

int main(void)
{
    MUST_SYS(sem_init(&known, 0, 0));
    MUST(pthread_create(&first, NULL, waits_for_second, NULL));
    MUST(pthread_create(&second, NULL, waits_for_first, NULL));
    MUST_SYS(sem_post(&known));
    MUST_SYS(sem_post(&known));
    MUST(pthread_join(first, NULL));
    MUST(pthread_join(second, NULL));
    return 0;
}
