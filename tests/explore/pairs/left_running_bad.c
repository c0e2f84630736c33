// wrong: main ends at once, and yet a detached thread may come to what does not hold.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int guests;

static void *greet(void *unused)
{
    assert(guests > 0); // expect: wrong
    return unused;
}

int main(void)
{
    pthread_t waiter;
    pthread_attr_t detached;
    MUST(pthread_attr_init(&detached));
    MUST(pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED));
    MUST(pthread_create(&waiter, &detached, greet, NULL));
    return 0;
}
