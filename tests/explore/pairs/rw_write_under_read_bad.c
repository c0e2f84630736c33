// race: two threads write, each under a read lock.
#include <pthread.h>
#include <workbook/must.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int guests; // guarded by lock

static void *door(void *unused)
{
    MUST(pthread_rwlock_rdlock(&lock));
    guests++; // expect: race
    MUST(pthread_rwlock_unlock(&lock));
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, door, NULL));
    MUST(pthread_create(&b, NULL, door, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
