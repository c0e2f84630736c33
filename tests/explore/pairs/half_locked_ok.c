// pass: the reader locks, too.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int till, seen; // till: guarded by lock

static void *writer(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    till = 5;
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

static void *reader(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    seen = till;
    MUST(pthread_mutex_unlock(&lock));
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
