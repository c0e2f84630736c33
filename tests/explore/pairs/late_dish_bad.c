// race: what main does after it has created a thread is not ordered by the creation.
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static int dish;
static atomic_int ready;

static void *eat(void *unused)
{
    if (atomic_load_explicit(&ready, memory_order_relaxed))
        dish++; // expect: race
    return unused;
}

int main(void)
{
    pthread_t guest;
    MUST(pthread_create(&guest, NULL, eat, NULL));
    dish = 7; // expect: race
    atomic_store_explicit(&ready, 1, memory_order_relaxed);
    MUST(pthread_join(guest, NULL));
    return 0;
}
