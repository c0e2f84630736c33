// pass: release and acquire order the dish with its flag.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static int dish;
static atomic_int ready;

static void *cook(void *unused)
{
    (void)unused;
    dish = 7;
    atomic_store_explicit(&ready, 1, memory_order_release);
    return NULL;
}

static void *waiter(void *unused)
{
    (void)unused;
    if (atomic_load_explicit(&ready, memory_order_acquire))
        dish++;
    return NULL;
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
