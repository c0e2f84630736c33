// pass: main ends alone; the program goes on until the detached thread has ended, too.
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
    MUST(pthread_create(&cook, NULL, close_the_kitchen, NULL));
    MUST(pthread_detach(cook));
    pthread_exit(NULL);
}
