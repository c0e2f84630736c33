// pass: a thread reads an atomic variable again and again, until another one writes it.
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <workbook/must.h>

static atomic_bool ready;

static void *wait_for_it(void *unused)
{
    while (!ready)
        continue;
    return unused;
}

int main(void)
{
    pthread_t cook;
    MUST(pthread_create(&cook, NULL, wait_for_it, NULL));
    ready = true;
    MUST(pthread_join(cook, NULL));
    return 0;
}
