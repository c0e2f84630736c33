// Believes: there is only one tally, so a static sum will do.
#include "tally.h"

#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct tally {
    pthread_mutex_t lock;
    int unused;
};

static long sum;

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
    sum += n;
    MUST(pthread_mutex_unlock(&t->lock));
}

long tally_read(struct tally *t)
{
    MUST(pthread_mutex_lock(&t->lock));
    const long n = sum;
    MUST(pthread_mutex_unlock(&t->lock));
    return n;
}

void tally_free(struct tally *t)
{
    if (t)
        MUST(pthread_mutex_destroy(&t->lock));
    free(t);
}
