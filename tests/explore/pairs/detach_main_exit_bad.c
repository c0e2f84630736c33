// wrong: main ends, and with it the program, before a detached thread has said its last word.
#include <pthread.h>
#include <stdio.h>
#include <workbook/must.h>

static void *close_the_kitchen(void *unused)
{
    puts("the kitchen is closed");
    return unused;
}

int main(void)
{
    pthread_t cook;
    MUST(pthread_create(&cook, NULL, close_the_kitchen, NULL)); // expect: wrong
    MUST(pthread_detach(cook));
    return 0;
}
