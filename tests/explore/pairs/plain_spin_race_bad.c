// race: a thread reads a plain variable again and again, until another one writes it.
#include <pthread.h>
#include <stdbool.h>
#include <workbook/must.h>

static bool ready;

static void *wait_for_it(void *unused)
{
    while (!ready) // expect: race
        continue;
    return unused;
}

int main(void)
{
    pthread_t cook;
    MUST(pthread_create(&cook, NULL, wait_for_it, NULL));
    ready = true; // expect: race
    MUST(pthread_join(cook, NULL));
    return 0;
}
