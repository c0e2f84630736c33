// Believes: there is a lock and unlock around the addition, so only one thread is in there.
#include "tally.h"

#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct tally {
    long n; // the sum so far
};

struct tally *tally_new(void)
{
    struct tally *t = calloc(1, sizeof *t);
    return t;
}

void tally_add(struct tally *t, int n)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; // the mistake: each call has a lock of its own
    MUST(pthread_mutex_lock(&lock));
    t->n += n;
    MUST(pthread_mutex_unlock(&lock));
}

long tally_read(struct tally *t)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    MUST(pthread_mutex_lock(&lock));
    const long n = t->n;
    MUST(pthread_mutex_unlock(&lock));
    return n;
}

void tally_free(struct tally *t)
{
    free(t);
}
