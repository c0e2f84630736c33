// pass: an atomic flag orders the dish.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static int dish;
static atomic_int ready;

static void *cook(void *unused)
{
    dish = 7;
    ready = 1;
    return unused;
}

static void *waiter(void *unused)
{
    if (ready)
        dish++;
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, cook, NULL));
    MUST(pthread_create(&b, NULL, waiter, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
