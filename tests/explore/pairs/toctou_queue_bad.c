// wrong: each call of the queue locks, but between asking and taking another takes.
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int dishes[1] = {7}, count = 1; // guarded by lock

static bool queue_is_empty(void)
{
    MUST(pthread_mutex_lock(&lock));
    const bool empty = count == 0;
    MUST(pthread_mutex_unlock(&lock));
    return empty;
}

static int queue_pop(void)
{
    MUST(pthread_mutex_lock(&lock));
    assert(count > 0); // expect: wrong
    const int dish = dishes[--count];
    MUST(pthread_mutex_unlock(&lock));
    return dish;
}

static void *waiter(void *unused)
{
    if (!queue_is_empty())
        queue_pop();
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, waiter, NULL));
    MUST(pthread_create(&b, NULL, waiter, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
