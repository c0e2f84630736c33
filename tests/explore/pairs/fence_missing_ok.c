// pass: a release fence before the store, an acquire fence after the load.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static int dish;
static atomic_int ready;

static void *cook(void *unused)
{
    (void)unused;
    dish = 7;
    atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&ready, 1, memory_order_relaxed);
    return NULL;
}

static void *waiter(void *unused)
{
    (void)unused;
    const int seen = atomic_load_explicit(&ready, memory_order_relaxed);
    atomic_thread_fence(memory_order_acquire);
    if (seen)
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
