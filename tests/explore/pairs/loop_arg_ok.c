// pass: each thread is given a number of its own.
#include <pthread.h>
#include <workbook/must.h>

static int seen[2];

static void *note(void *argument)
{
    const int number = *(int *)argument;
    seen[number] = 1;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int numbers[2];
    for (int i = 0; i < 2; i++) {
        numbers[i] = i;
        MUST(pthread_create(&threads[i], NULL, note, &numbers[i]));
    }
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
    return seen[0] + seen[1] == 2 ? 0 : 1;
}
