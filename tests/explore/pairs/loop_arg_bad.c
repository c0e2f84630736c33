// race: each thread is given the address of the loop's variable, which main goes on to change.
#include <pthread.h>
#include <workbook/must.h>

static int seen[2];

static void *note(void *argument)
{
    const int number = *(int *)argument; // expect: race
    if (number < 2)
        seen[number] = 1;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) // expect: race
        MUST(pthread_create(&threads[i], NULL, note, &i));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
    return 0;
}
