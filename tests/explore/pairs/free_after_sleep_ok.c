// pass: main frees the order once the thread has ended.
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

static void *read_it(void *argument)
{
    const int *order = argument;
    return *order == 7 ? argument : NULL;
}

int main(void)
{
    int *order = malloc(sizeof *order);
    *order = 7;
    pthread_t t;
    MUST(pthread_create(&t, NULL, read_it, order));
    MUST(pthread_join(t, NULL));
    free(order);
    return 0;
}
