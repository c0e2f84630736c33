// race: what went wrong is noted in one variable, and two threads read their numbers.
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

static int trouble;

static long number(const char *word)
{
    trouble = 0; // expect: race
    const long n = strtol(word, NULL, 10);
    if (n > 1000)
        trouble = ERANGE; // expect: race
    return n;
}

static void *work(void *word)
{
    return number(word) && trouble == 0 ? word : NULL; // expect: race
}

int main(void)
{
    pthread_t threads[2];
    char words[2][8] = {"7", "70000"};
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&threads[i], NULL, work, words[i]));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
    return 0;
}
