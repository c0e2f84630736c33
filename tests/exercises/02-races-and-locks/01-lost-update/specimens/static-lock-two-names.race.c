// Believes: adding and reading each have a lock, so both are safe.
#include "tally.h"

#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct tally {
    pthread_mutex_t add_lock, read_lock; // the mistake: n has two guards, so it has none
    long n;                              // the sum so far
};

struct tally *tally_new(void)
{
    struct tally *t = calloc(1, sizeof *t);
    if (t) {
        MUST(pthread_mutex_init(&t->add_lock, NULL));
        MUST(pthread_mutex_init(&t->read_lock, NULL));
    }
    return t;
}

void tally_add(struct tally *t, int n)
{
    MUST(pthread_mutex_lock(&t->add_lock));
    t->n += n;
    MUST(pthread_mutex_unlock(&t->add_lock));
}

long tally_read(struct tally *t)
{
    MUST(pthread_mutex_lock(&t->read_lock));
    const long n = t->n;
    MUST(pthread_mutex_unlock(&t->read_lock));
    return n;
}

void tally_free(struct tally *t)
{
    if (t) {
        MUST(pthread_mutex_destroy(&t->add_lock));
        MUST(pthread_mutex_destroy(&t->read_lock));
    }
    free(t);
}
