// race: main sleeps until the thread must long have read the order, and frees it; nothing orders the two.
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include <workbook/must.h>

static void *read_it(void *argument)
{
    const int *order = argument;
    return *order == 7 ? argument : NULL; // expect: race
}

int main(void)
{
    int *order = malloc(sizeof *order);
    *order = 7;
    pthread_t t;
    MUST(pthread_create(&t, NULL, read_it, order));
    sleep(1);
    free(order); // expect: race
    MUST(pthread_join(t, NULL));
    return 0;
}
