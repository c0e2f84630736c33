// pass: the counter is only touched under its mutex.
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int counter; // guarded by lock

static void *add_three(void *unused)
{
    (void)unused;
    for (int i = 0; i < 3; i++) {
        MUST(pthread_mutex_lock(&lock));
        counter++;
        MUST(pthread_mutex_unlock(&lock));
    }
    return NULL;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, add_three, NULL));
    MUST(pthread_create(&b, NULL, add_three, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    assert(counter == 6);
    printf("%d\n", counter);
    return 0;
}
