// pass: main waits for the cook before it frees the kitchen.
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct kitchen {
    pthread_mutex_t lock;
    int dishes; // guarded by lock
};

static void *cook(void *argument)
{
    struct kitchen *k = argument;
    MUST(pthread_mutex_lock(&k->lock));
    k->dishes++;
    MUST(pthread_mutex_unlock(&k->lock));
    return NULL;
}

int main(void)
{
    struct kitchen *k = calloc(1, sizeof *k);
    MUST(pthread_mutex_init(&k->lock, NULL));
    pthread_t t;
    MUST(pthread_create(&t, NULL, cook, k));
    MUST(pthread_mutex_lock(&k->lock));
    k->dishes = 0;
    MUST(pthread_mutex_unlock(&k->lock));
    MUST(pthread_join(t, NULL));
    MUST(pthread_mutex_destroy(&k->lock));
    free(k);
    return 0;
}
