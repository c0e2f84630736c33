// race: the writer locks, the reader does not.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int till, seen; // till: guarded by lock

static void *writer(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    till = 5; // expect: race
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

static void *reader(void *unused)
{
    seen = till; // expect: race
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, writer, NULL));
    MUST(pthread_create(&b, NULL, reader, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
