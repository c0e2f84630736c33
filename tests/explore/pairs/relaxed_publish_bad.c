// race: a relaxed flag tells that the dish is there, but does not order it.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static int dish;
static atomic_int ready;

static void *cook(void *unused)
{
    (void)unused;
    dish = 7; // expect: race
    atomic_store_explicit(&ready, 1, memory_order_relaxed);
    return NULL;
}

static void *waiter(void *unused)
{
    (void)unused;
    if (atomic_load_explicit(&ready, memory_order_relaxed))
        dish++; // expect: race
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
