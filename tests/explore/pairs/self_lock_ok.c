// pass: the inner function expects the lock to be held.
#include <pthread.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int till; // guarded by lock

static void add(int euros) // with the lock held
{
    till += euros;
}

int main(void)
{
    MUST(pthread_mutex_lock(&lock));
    add(5);
    MUST(pthread_mutex_unlock(&lock));
    return 0;
}
