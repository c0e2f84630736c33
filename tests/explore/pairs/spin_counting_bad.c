// race: a thread counts how often it looks at a volatile variable, until others have written it.
#include <pthread.h>
#include <workbook/must.h>

static volatile int finished, rounds;

static void *work(void *unused)
{
    rounds = 0;
    finished++; // expect: race
    return unused;
}

int main(void)
{
    pthread_t cooks[2];
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&cooks[i], NULL, work, NULL));
    while (finished < 2) // expect: race
        rounds++;        // expect: race
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(cooks[i], NULL));
    return 0;
}
