// pass: what finds no place is freed; what stands on the shelf at the end is still in use.
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
    struct node *node = malloc(sizeof *node);
    node->dish = 7;
    MUST(pthread_mutex_lock(&lock));
    const int full = shelf != NULL;
    if (!full)
        shelf = node;
    MUST(pthread_mutex_unlock(&lock));
    if (full)
        free(node);
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
