// pass: what the thread is given lives until it was joined.
#include <pthread.h>
#include <workbook/must.h>

static pthread_t thread;

static void *read_it(void *argument)
{
    return *(int *)argument == 7 ? argument : NULL;
}

static void start(int *order)
{
    MUST(pthread_create(&thread, NULL, read_it, order));
}

int main(void)
{
    int order = 7;
    start(&order);
    MUST(pthread_join(thread, NULL));
    return 0;
}
