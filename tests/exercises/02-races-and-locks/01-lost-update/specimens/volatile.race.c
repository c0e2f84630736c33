// Believes: volatile makes the compiler really read and write, so nothing can be lost.
#include "tally.h"

#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct tally {
    volatile long n; // the mistake: volatile orders nothing between threads
};

struct tally *tally_new(void)
{
    struct tally *t = calloc(1, sizeof *t);
    return t;
}

void tally_add(struct tally *t, int n)
{
    t->n += n;
}

long tally_read(struct tally *t)
{
    return t->n;
}

void tally_free(struct tally *t)
{
    free(t);
}
