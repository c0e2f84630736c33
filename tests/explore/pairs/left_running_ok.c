// pass: main ends at once, and what a detached thread relies on was there before that thread was.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int guests;

static void *greet(void *unused)
{
    assert(guests > 0);
    return unused;
}

int main(void)
{
    pthread_t waiter;
    pthread_attr_t detached;
    MUST(pthread_attr_init(&detached));
    MUST(pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED));
    guests = 1;
    MUST(pthread_create(&waiter, &detached, greet, NULL));
    return 0;
}
