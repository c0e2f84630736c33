// pass: a thread reads a plain variable again and again, which was written before it began.
#include <pthread.h>
#include <stdbool.h>
#include <workbook/must.h>

static bool ready;

static void *wait_for_it(void *unused)
{
    for (int i = 0; ready && i < 20; i++)
        continue;
    return unused;
}

int main(void)
{
    pthread_t cook;
    ready = true;
    MUST(pthread_create(&cook, NULL, wait_for_it, NULL));
    MUST(pthread_join(cook, NULL));
    return 0;
}
