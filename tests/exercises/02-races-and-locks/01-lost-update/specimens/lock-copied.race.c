// Believes: a copy of the lock is as good as the lock, and handier.
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
    pthread_mutex_t lock = t->lock; // the mistake: a copy is another lock
    MUST(pthread_mutex_lock(&lock));
    t->n += n;
    MUST(pthread_mutex_unlock(&lock));
}

long tally_read(struct tally *t)
{
    pthread_mutex_t lock = t->lock;
    MUST(pthread_mutex_lock(&lock));
    const long n = t->n;
    MUST(pthread_mutex_unlock(&lock));
    return n;
}

void tally_free(struct tally *t)
{
    if (t)
        MUST(pthread_mutex_destroy(&t->lock));
    free(t);
}
