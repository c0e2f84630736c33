// race: two threads add to one counter, and nothing orders their accesses.
#include <pthread.h>
#include <stdio.h>
#include <workbook/must.h>

static int counter;

static void *add_three(void *unused)
{
    (void)unused;
    for (int i = 0; i < 3; i++)
        counter++; // expect: race
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, add_three, NULL));
    MUST(pthread_create(&b, NULL, add_three, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    printf("%d\n", counter);
    return 0;
}
