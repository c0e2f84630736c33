// Believes: emptying takes out the money; the payments were made.
#include "till.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

struct till {
    pthread_mutex_t lock;
    struct till_sum sum; // guarded by lock: adds up whenever nobody holds it
};

int till_open(struct till **out)
{
    struct till *t = calloc(1, sizeof *t);
    if (!t)
        return ENOMEM;
    MUST(pthread_mutex_init(&t->lock, NULL));
    *out = t;
    return 0;
}

int till_take(struct till *t, long cents)
{
    int error = 0;

    if (cents <= 0)
        return EINVAL; // nothing is locked yet
    MUST(pthread_mutex_lock(&t->lock));
    if (t->sum.total > LONG_MAX - cents) {
        error = EOVERFLOW;
    } else {
        t->sum.total += cents;
        t->sum.count++;
        if (cents > t->sum.largest)
            t->sum.largest = cents;
    }
    MUST(pthread_mutex_unlock(&t->lock));
    return error;
}

struct till_sum till_look(struct till *t)
{
    MUST(pthread_mutex_lock(&t->lock));
    const struct till_sum sum = t->sum;
    MUST(pthread_mutex_unlock(&t->lock));
    return sum;
}

struct till_sum till_empty(struct till *t)
{
    MUST(pthread_mutex_lock(&t->lock));
    const struct till_sum sum = t->sum;
    t->sum.total = t->sum.largest = 0;
    MUST(pthread_mutex_unlock(&t->lock));
    return sum;
}

void till_close(struct till *t)
{
    MUST(pthread_mutex_destroy(&t->lock));
    free(t);
}
