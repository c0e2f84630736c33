// Believes: a pointer that is NULL is an error, however many slips there are.
#include "order_slips.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <workbook/must.h>

struct order {
    pthread_t thread;
    struct slip slip; // the cook's own copy
    void (*cook)(struct slip *slip, void *ctx);
    void *ctx;
};

static void *follow(void *argument)
{
    struct order *o = argument;
    o->cook(&o->slip, o->ctx);
    return NULL;
}

int send_slips(const struct slip *slips, int n, void (*cook)(struct slip *slip, void *ctx), void *ctx)
{
    if (n < 0 || !cook || !slips)
        return EINVAL;
    if (n == 0)
        return 0;
    struct order *orders = calloc((size_t)n, sizeof *orders);
    if (!orders)
        return ENOMEM;

    int error = 0, started = 0;
    while (started < n && !error) {
        struct order *o = &orders[started];
        o->slip = slips[started];
        o->cook = cook;
        o->ctx = ctx;
        error = pthread_create(&o->thread, NULL, follow, o);
        if (!error)
            started++;
    }

    for (int k = 0; k < started; k++)
        MUST(pthread_join(orders[k].thread, NULL));
    free(orders); // not before: until its join a cook may read its order
    return error;
}
