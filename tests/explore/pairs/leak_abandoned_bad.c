// leak: a thread that finds the shelf full forgets the node that it made for it.
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct node {
    struct node *next;
    int dish;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct node *shelf; // guarded by lock: room for one

static void *put(void *unused)
{
    struct node *node = malloc(sizeof *node); // expect: leak
    node->dish = 7;
    MUST(pthread_mutex_lock(&lock));
    if (!shelf)
        shelf = node;
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, put, NULL));
    MUST(pthread_create(&b, NULL, put, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    return 0;
}
