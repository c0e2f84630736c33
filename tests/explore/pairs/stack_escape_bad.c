// race: the thread is given a local variable of a function that returns, and whose place another one takes.
#include <pthread.h>
#include <workbook/must.h>

static pthread_t thread;

static void *read_it(void *argument)
{
    return *(int *)argument == 7 ? argument : NULL; // expect: race
}

static void start(void)
{
    int order = 7;
    MUST(pthread_create(&thread, NULL, read_it, &order));
}

static void fill(int *places)
{
    for (int i = 0; i < 64; i++)
        places[i] = i; // expect: race
}

static void busy(void)
{
    int places[64];
    fill(places);
}

int main(void)
{
    start();
    busy();
    MUST(pthread_join(thread, NULL));
    return 0;
}
