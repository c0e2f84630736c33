// Believes: three fields, three locks: each of them is guarded, so everything is.
#include "till.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct till {
    pthread_mutex_t total_lock, count_lock,
        largest_lock;    // the mistake: nothing guards what they say together
    struct till_sum sum; // each field guarded by its lock
};

int till_open(struct till **out)
{
    struct till *t = calloc(1, sizeof *t);
    if (!t)
        return ENOMEM;
    MUST(pthread_mutex_init(&t->total_lock, NULL));
    MUST(pthread_mutex_init(&t->count_lock, NULL));
    MUST(pthread_mutex_init(&t->largest_lock, NULL));
    *out = t;
    return 0;
}

int till_take(struct till *t, long cents)
{
    int error = 0;

    if (cents <= 0)
        return EINVAL; // nothing is locked yet
    MUST(pthread_mutex_lock(&t->total_lock));
    if (t->sum.total > LONG_MAX - cents)
        error = EOVERFLOW;
    else
        t->sum.total += cents;
    MUST(pthread_mutex_unlock(&t->total_lock));
    if (error)
        return error;
    MUST(pthread_mutex_lock(&t->count_lock));
    t->sum.count++;
    MUST(pthread_mutex_unlock(&t->count_lock));
    MUST(pthread_mutex_lock(&t->largest_lock));
    if (cents > t->sum.largest)
        t->sum.largest = cents;
    MUST(pthread_mutex_unlock(&t->largest_lock));
    return 0;
}

struct till_sum till_look(struct till *t)
{
    struct till_sum sum;
    MUST(pthread_mutex_lock(&t->total_lock));
    sum.total = t->sum.total;
    MUST(pthread_mutex_unlock(&t->total_lock));
    MUST(pthread_mutex_lock(&t->count_lock));
    sum.count = t->sum.count;
    MUST(pthread_mutex_unlock(&t->count_lock));
    MUST(pthread_mutex_lock(&t->largest_lock));
    sum.largest = t->sum.largest;
    MUST(pthread_mutex_unlock(&t->largest_lock));
    return sum;
}

struct till_sum till_empty(struct till *t)
{
    struct till_sum sum;
    MUST(pthread_mutex_lock(&t->total_lock));
    sum.total = t->sum.total;
    t->sum.total = 0;
    MUST(pthread_mutex_unlock(&t->total_lock));
    MUST(pthread_mutex_lock(&t->count_lock));
    sum.count = t->sum.count;
    t->sum.count = 0;
    MUST(pthread_mutex_unlock(&t->count_lock));
    MUST(pthread_mutex_lock(&t->largest_lock));
    sum.largest = t->sum.largest;
    t->sum.largest = 0;
    MUST(pthread_mutex_unlock(&t->largest_lock));
    return sum;
}

void till_close(struct till *t)
{
    MUST(pthread_mutex_destroy(&t->total_lock));
    MUST(pthread_mutex_destroy(&t->count_lock));
    MUST(pthread_mutex_destroy(&t->largest_lock));
    free(t);
}
