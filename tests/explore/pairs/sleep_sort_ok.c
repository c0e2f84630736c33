// pass: each number finds its place by counting those below it; how long anybody sleeps does not matter.
#include <assert.h>
#include <pthread.h>
#include <unistd.h>
#include <workbook/must.h>

enum { COUNT = 3 };

static unsigned numbers[COUNT] = {3, 1, 2}, sorted[COUNT];

static void *sleeper(void *argument)
{
    const unsigned number = *(unsigned *)argument;
    sleep(number);
    int place = 0;
    for (int i = 0; i < COUNT; i++)
        place += numbers[i] < number;
    sorted[place] = number;
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
        assert(sorted[i - 1] < sorted[i]);
    return 0;
}
