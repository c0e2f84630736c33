// deadlock: who reads cannot become a writer: it waits for its own read lock.
#include <pthread.h>
#include <workbook/must.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int price; // guarded by lock

static void *cook(void *unused)
{
    MUST(pthread_rwlock_rdlock(&lock));
    const int known = price;
    if (known == 0) {
        MUST(pthread_rwlock_wrlock(&lock)); // expect: deadlock
        if (price == 0)
            price = 9;
        MUST(pthread_rwlock_unlock(&lock));
    }
    MUST(pthread_rwlock_unlock(&lock));
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, cook, NULL));
    MUST(pthread_create(&b, NULL, cook, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
