// Believes: the caller would only wait; so it does the work of cook 0.
#include "hello_cooks.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <workbook/must.h>

struct order {
    pthread_t thread;
    int number;
    void (*cook)(int number, void *ctx);
    void *ctx;
};

static void *follow(void *argument)
{
    const struct order *o = argument;
    o->cook(o->number, o->ctx);
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

    int error = 0, started = 1;
    while (started < cooks && !error) {
        struct order *o = &orders[started];
        o->number = started;
        o->cook = cook;
        o->ctx = ctx;
        error = pthread_create(&o->thread, NULL, follow, o);
        if (!error)
            started++;
    }

    cook(0, ctx);
    for (int k = 1; k < started; k++)
        MUST(pthread_join(orders[k].thread, NULL));
    free(orders);
    return error;
}
