// wrong: a flag of one's own, tested and set in two steps: the oven is lit twice.
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <workbook/must.h>

static atomic_int is_lit;
static atomic_int matches;

static void light(void)
{
    matches++;
}

static void *cook(void *unused)
{
    if (!is_lit) {
        light();
        is_lit = 1;
    }
    return unused;
}

int main(void)
{
    pthread_t a, b;
    MUST(pthread_create(&a, NULL, cook, NULL));
    MUST(pthread_create(&b, NULL, cook, NULL));
    MUST(pthread_join(a, NULL));
    MUST(pthread_join(b, NULL));
    assert(matches == 1); // expect: wrong
    return 0;
}
