// wrong: each number sleeps for as many seconds as it says, and a machine may be slow (in free time).
#include <assert.h>
#include <pthread.h>
#include <unistd.h>
#include <workbook/must.h>

enum { COUNT = 3 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned numbers[COUNT] = {3, 1, 2}, sorted[COUNT], nsorted; // sorted, nsorted: guarded by lock

static void *sleeper(void *argument)
{
    const unsigned number = *(unsigned *)argument;
    sleep(number);
    MUST(pthread_mutex_lock(&lock));
    sorted[nsorted++] = number;
    MUST(pthread_mutex_unlock(&lock));
    return NULL;
}

int main(void)
{
    pthread_t threads[COUNT];
    for (int i = 0; i < COUNT; i++)
        MUST(pthread_create(&threads[i], NULL, sleeper, &numbers[i]));
    for (int i = 0; i < COUNT; i++)
        MUST(pthread_join(threads[i], NULL));
    for (int i = 1; i < COUNT; i++)
        assert(sorted[i - 1] < sorted[i]); // expect: wrong
    return 0;
}
