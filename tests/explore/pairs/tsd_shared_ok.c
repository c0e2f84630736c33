// pass: each thread has a buffer of its own, made at its first call and freed when it ends.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/must.h>

static pthread_key_t key;

static const char *name_of(int number)
{
    char *name = pthread_getspecific(key);
    if (!name) {
        name = malloc(16);
        MUST(pthread_setspecific(key, name));
    }
    snprintf(name, 16, "cook %d", number);
    return name;
}

static void *work(void *argument)
{
    const int number = *(int *)argument;
    const char *name = name_of(number);
    assert(strcmp(name, number ? "cook 1" : "cook 0") == 0);
    assert(name_of(number) == name);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int numbers[2] = {0, 1};
    MUST(pthread_key_create(&key, free));
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&threads[i], NULL, work, &numbers[i]));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
    return 0;
}
