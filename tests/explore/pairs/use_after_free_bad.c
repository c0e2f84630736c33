// crash: the cook takes the order off the board under the lock, but the waiter keeps the pointer he saw there.
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *order; // guarded by lock

static void *cook(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    free(order);
    order = NULL;
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

int main(void)
{
    order = malloc(sizeof *order);
    *order = 7;
    pthread_t t;
    MUST(pthread_create(&t, NULL, cook, NULL));
    MUST(pthread_mutex_lock(&lock));
    int *seen = order;
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_mutex_lock(&lock));
    const int dish = seen ? *seen : 0; // expect: crash
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_join(t, NULL));
    return dish == 7 || !seen ? 0 : 1;
}
