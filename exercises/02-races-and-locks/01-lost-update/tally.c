// The tally. You learn to make a change and a look into one step each, whoever else is at it. This code
// compiles, passes a quick test, and loses additions. Contract: tally.h.
#include "tally.h"

#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct tally {
    long n; // the sum so far
};

struct tally *tally_new(void)
{
    return calloc(1, sizeof(struct tally));
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
