// wrong: a load and a store are each atomic; the two together are not.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int guests;

static void *door(void *unused)
{
    (void)unused;
    atomic_store(&guests, atomic_load(&guests) + 1);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, door, NULL));
    MUST(pthread_create(&b, NULL, door, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    assert(guests == 2); // expect: wrong
    return 0;
}
