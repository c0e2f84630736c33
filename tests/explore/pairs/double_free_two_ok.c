// pass: who takes the node out of sight, frees it.
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *node; // guarded by lock

static void *drop(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    int *mine = node;
    node = NULL;
    MUST(pthread_mutex_unlock(&lock));
    free(mine);
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
