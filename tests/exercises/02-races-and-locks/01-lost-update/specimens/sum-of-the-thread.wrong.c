// Believes: each thread has a sum of its own, so nothing is shared.
#include "tally.h"

#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct tally {
    pthread_mutex_t lock;
    int unused;
};

static _Thread_local long n_;

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
    n_ += n;
    MUST(pthread_mutex_unlock(&t->lock));
}

long tally_read(struct tally *t)
{
    MUST(pthread_mutex_lock(&t->lock));
    const long n = n_;
    MUST(pthread_mutex_unlock(&t->lock));
    return n;
}

void tally_free(struct tally *t)
{
    if (t)
        MUST(pthread_mutex_destroy(&t->lock));
    free(t);
}
