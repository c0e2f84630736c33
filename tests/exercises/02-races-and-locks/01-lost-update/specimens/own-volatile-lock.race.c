// Believes: a lock is a flag that one waits for.
#include "tally.h"

#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct tally {
    volatile int busy;
    long n; // guarded by lock: the sum so far
};

struct tally *tally_new(void)
{
    struct tally *t = calloc(1, sizeof *t);
    return t;
}

void tally_add(struct tally *t, int n)
{
    while (t->busy)
        ;
    t->busy = 1;
    t->n += n;
    t->busy = 0;
}

long tally_read(struct tally *t)
{
    while (t->busy)
        ;
    t->busy = 1;
    const long n = t->n;
    t->busy = 0;
    return n;
}

void tally_free(struct tally *t)
{
    free(t);
}
