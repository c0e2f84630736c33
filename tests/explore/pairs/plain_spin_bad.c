// hang: a thread reads a plain variable again and again, which nobody is left to write.
#include <pthread.h>
#include <stdbool.h>
#include <workbook/must.h>

static bool ready;

static void *wait_for_it(void *unused)
{
    while (!ready) // expect: hang
        continue;
    return unused;
}

int main(void)
{
    pthread_t cook;
    MUST(pthread_create(&cook, NULL, wait_for_it, NULL));
    MUST(pthread_join(cook, NULL));
    ready = true;
    return 0;
}
