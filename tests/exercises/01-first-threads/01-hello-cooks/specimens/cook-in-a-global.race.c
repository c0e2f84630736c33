// Believes: the work is the same for all, so it need not be in each order.
#include "hello_cooks.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <workbook/must.h>

static void (*work)(int number, void *ctx); // the mistake: one for all calls

struct order {
    pthread_t thread;
    int number;
    void *ctx;
};

static void *follow(void *argument)
{
    const struct order *o = argument;
    work(o->number, o->ctx);
    return NULL;
}

int hello_cooks(int cooks, void (*cook)(int number, void *ctx), void *ctx)
{
    if (cooks < 0 || !cook)
        return EINVAL;
    if (cooks == 0)
        return 0;
    struct order *orders = calloc((size_t)cooks, sizeof *orders);
    if (!orders)
        return ENOMEM;

    work = cook;
    int error = 0, started = 0;
    while (started < cooks && !error) {
        struct order *o = &orders[started];
        o->number = started;
        o->ctx = ctx;
        error = pthread_create(&o->thread, NULL, follow, o);
        if (!error)
            started++;
    }

    for (int k = 0; k < started; k++)
        MUST(pthread_join(orders[k].thread, NULL));
    free(orders);
    return error;
}
