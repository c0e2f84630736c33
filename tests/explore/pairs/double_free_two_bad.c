// crash: each of two threads looks whether the node is there, and frees it in a second section.
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *node; // guarded by lock

static void *drop(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    int *mine = node;
    MUST(pthread_mutex_unlock(&lock));
    MUST(pthread_mutex_lock(&lock));
    free(mine); // expect: crash
    node = NULL;
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

int main(void)
{
    node = calloc(1, sizeof *node);
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, drop, NULL));
    MUST(pthread_create(&b, NULL, drop, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
