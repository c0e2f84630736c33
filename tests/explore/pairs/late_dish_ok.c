// pass: what main did before it creates a thread is there for that thread.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static int dish;
static atomic_int ready;

static void *eat(void *unused)
{
    if (atomic_load_explicit(&ready, memory_order_relaxed))
        assert(dish == 7);
    return unused;
}

int main(void)
{
    pthread_t guest;
    dish = 7;
    MUST(pthread_create(&guest, NULL, eat, NULL));
    atomic_store_explicit(&ready, 1, memory_order_relaxed);
    MUST(pthread_join(guest, NULL));
    return 0;
}
