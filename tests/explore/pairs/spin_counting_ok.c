// pass: a thread counts how often it looks at an atomic variable, in vain at most three times.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int finished;
static volatile int rounds;

static void *work(void *unused)
{
    finished++;
    return unused;
}

int main(void)
{
    pthread_t cooks[2];
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&cooks[i], NULL, work, NULL));
    while (finished < 2 && rounds < 3)
        rounds++;
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(cooks[i], NULL));
    return 0;
}
