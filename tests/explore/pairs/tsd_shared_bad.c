// race: the name that a function returns stands in one static buffer, and two threads ask for theirs.
#include <pthread.h>
#include <stdio.h>
#include <workbook/must.h>

static const char *name_of(int number)
{
    static char name[16];
    snprintf(name, sizeof name, "cook %d", number); // expect: race
    return name;
}

static void *work(void *argument)
{
    const char *name = name_of(*(int *)argument);
    return name[0] == 'c' ? NULL : argument; // expect: race
}

int main(void)
{
    pthread_t threads[2];
    int numbers[2] = {0, 1};
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&threads[i], NULL, work, &numbers[i]));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
    return 0;
}
