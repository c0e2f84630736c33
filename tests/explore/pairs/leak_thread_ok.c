// pass: a thread is joined when what it did has been seen, another one is detached.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int dish, guest;

static void *cook(void *unused)
{
    dish = 7;
    return unused;
}

static void *eat(void *unused)
{
    guest = 1;
    return unused;
}

int main(void)
{
    pthread_t thread, other;
    MUST(pthread_create(&thread, NULL, cook, NULL));
    MUST(pthread_create(&other, NULL, eat, NULL));
    MUST(pthread_detach(other));
    while (!dish)
        continue;
    MUST(pthread_join(thread, NULL));
    return 0;
}
