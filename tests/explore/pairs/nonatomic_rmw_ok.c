// pass: one update that is atomic as a whole.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int guests;

static void *door(void *unused)
{
    (void)unused;
    atomic_fetch_add(&guests, 1);
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, door, NULL));
    MUST(pthread_create(&b, NULL, door, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    assert(guests == 2);
    return 0;
}
