// deadlock: a waiter takes the key first, then waits for a dish that nobody can bring without the key.
#include <pthread.h>
#include <semaphore.h>
#include <workbook/must.h>

static sem_t key, dishes; // key: to the pass; dishes: on it
static int on_pass;       // guarded by key

static void *cook(void *unused)
{
    MUST_SYS(sem_wait(&key)); // expect: deadlock
    on_pass++;
    MUST_SYS(sem_post(&key));
    MUST_SYS(sem_post(&dishes));
    return unused;
}

static void *waiter(void *unused)
{
    MUST_SYS(sem_wait(&key));
    MUST_SYS(sem_wait(&dishes)); // expect: deadlock
    on_pass--;
    MUST_SYS(sem_post(&key));
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST_SYS(sem_init(&key, 0, 1));
    MUST_SYS(sem_init(&dishes, 0, 0));
    MUST(pthread_create(&a, NULL, cook, NULL));
    MUST(pthread_create(&b, NULL, waiter, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
