// pass: three sleeps of 2 s side by side end after 2 s, on a clock that is exact.
#include <assert.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>
#include <workbook/must.h>

static void *sleeper(void *unused)
{
    sleep(2);
    return unused;
}

static long milliseconds(void)
{
    struct timespec t;
    MUST_SYS(clock_gettime(CLOCK_MONOTONIC, &t));
    return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int main(void)
{
    pthread_t threads[3];
    const long begin = milliseconds();
    for (int i = 0; i < 3; i++)
        MUST(pthread_create(&threads[i], NULL, sleeper, NULL));
    for (int i = 0; i < 3; i++)
        MUST(pthread_join(threads[i], NULL));
    assert(milliseconds() - begin == 2000);
    return 0;
}
