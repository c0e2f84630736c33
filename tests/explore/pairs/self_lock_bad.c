// deadlock: a function locks what its caller has locked already.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int till; // guarded by lock

static void add(int euros)
{
    MUST(pthread_mutex_lock(&lock)); // expect: deadlock
    till += euros;
    MUST(pthread_mutex_unlock(&lock));
}

int main(void)
{
    MUST(pthread_mutex_lock(&lock));
    add(5);
    MUST(pthread_mutex_unlock(&lock));
    return 0;
}
