// leak: who has seen what a thread did no longer joins it.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int dish;

static void *cook(void *unused)
{
    dish = 7;
    return unused;
}

int main(void)
{
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, cook, NULL)); // expect: leak
    while (!dish)
        continue;
    return 0;
}
