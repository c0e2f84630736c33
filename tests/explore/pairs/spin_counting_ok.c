// pass: a thread counts how often it looks at an atomic variable in vain, and then gives up.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int finished;

static void *work(void *unused)
{
    finished++;
    return unused;
}

int main(void)
{
    pthread_t cook;
    MUST(pthread_create(&cook, NULL, work, NULL));
    int rounds = 0;
    while (finished < 2 && rounds < 5) // nobody will make it two
        rounds++;
    MUST(pthread_join(cook, NULL));
    return 0;
}
