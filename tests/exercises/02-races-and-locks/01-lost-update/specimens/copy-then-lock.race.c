// Believes: only the store has to be guarded, for only it changes something.
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
    const long before = t->n; // the mistake: read outside the lock
    MUST(pthread_mutex_lock(&t->lock));
    t->n = before + n;
    MUST(pthread_mutex_unlock(&t->lock));
}

long tally_read(struct tally *t)
{
    MUST(pthread_mutex_lock(&t->lock));
    const long n = t->n;
    MUST(pthread_mutex_unlock(&t->lock));
    return n;
}

void tally_free(struct tally *t)
{
    if (t)
        MUST(pthread_mutex_destroy(&t->lock));
    free(t);
}
