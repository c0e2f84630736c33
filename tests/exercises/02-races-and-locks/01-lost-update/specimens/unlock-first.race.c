// Believes: once the lock was mine, nobody is in the middle of an addition any more.
#include "tally.h"

#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct tally {
    pthread_mutex_t lock;
    long n; // guarded by lock: the sum so far
};

struct tally *tally_new(void)
{
    struct tally *t = calloc(1, sizeof *t);
    if (t)
        MUST(pthread_mutex_init(&t->lock, NULL));
    return t;
}

void tally_add(struct tally *t, int n)
{
    MUST(pthread_mutex_lock(&t->lock));
    t->n += n;
    MUST(pthread_mutex_unlock(&t->lock));
}

long tally_read(struct tally *t)
{
    MUST(pthread_mutex_lock(&t->lock));
    MUST(pthread_mutex_unlock(&t->lock));
    return t->n; // the mistake: by now somebody may be adding again
}

void tally_free(struct tally *t)
{
    if (t)
        MUST(pthread_mutex_destroy(&t->lock));
    free(t);
}
