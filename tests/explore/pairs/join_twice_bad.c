// wrong: two threads wait for the same one by joining it.
#include <pthread.h>
#include <workbook/must.h>

static pthread_t cook;

static void *work(void *unused)
{
    return unused;
}

static void *wait_for_it(void *unused)
{
    MUST(pthread_join(cook, NULL)); // expect: wrong
    return unused;
}

int main(void)
{
    pthread_t guest;
    MUST(pthread_create(&cook, NULL, work, NULL));
    MUST(pthread_create(&guest, NULL, wait_for_it, NULL));
    MUST(pthread_join(cook, NULL)); // expect: wrong
    MUST(pthread_join(guest, NULL));
    return 0;
}
