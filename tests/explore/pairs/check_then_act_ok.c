// pass: one critical section around the decision.
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int plates = 1; // guarded by lock

static void *waiter(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    const bool there = plates > 0;
    if (there)
        plates--;
    assert(plates >= 0);
    MUST(pthread_mutex_unlock(&lock));
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
