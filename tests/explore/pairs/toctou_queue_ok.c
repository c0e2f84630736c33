// pass: asking and taking are one call.
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int dishes[1] = {7}, count = 1; // guarded by lock

static bool queue_try_pop(int *dish)
{
    MUST(pthread_mutex_lock(&lock));
    const bool there = count > 0;
    if (there)
        *dish = dishes[--count];
    MUST(pthread_mutex_unlock(&lock));
    return there;
}

static void *waiter(void *unused)
{
    int dish;
    if (queue_try_pop(&dish))
        assert(dish == 7);
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
