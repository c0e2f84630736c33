// pass: what finds no place is freed; what stands on the shelf at the end is still in use.
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

enum { PLATES = 3 };

struct plate {
    struct plate *below;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct plate *shelf; // guarded by lock: room for one pile

static struct plate *pile_up(void)
{
    struct plate *top = NULL;
    for (int i = 0; i < PLATES; i++) {
        struct plate *plate = malloc(sizeof *plate);
        plate->below = top;
        top = plate;
    }
    return top;
}

static void clear(struct plate *top)
{
    while (top) {
        struct plate *below = top->below;
        free(top);
        top = below;
    }
}

static void *put(void *unused)
{
    struct plate *pile = pile_up();
    MUST(pthread_mutex_lock(&lock));
    const int full = shelf != NULL;
    if (!full)
        shelf = pile;
    MUST(pthread_mutex_unlock(&lock));
    if (full)
        clear(pile);
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
