// hang: main spins on a flag that only the thread it has not started yet would set.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int ready;

static void *get_ready(void *unused)
{
    atomic_store(&ready, 1);
    return unused;
}

int main(void)
{
    pthread_t cook;
    while (!atomic_load(&ready)) // expect: hang
        continue;
    MUST(pthread_create(&cook, NULL, get_ready, NULL));
    MUST(pthread_join(cook, NULL));
    return 0;
}
