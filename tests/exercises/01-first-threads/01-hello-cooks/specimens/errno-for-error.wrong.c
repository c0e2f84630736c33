// Believes: pthread_create sets errno, as other calls do.
#include "hello_cooks.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
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

    int error = 0, started = 0;
    bool stop = false;
    while (started < cooks && !stop) {
        struct order *o = &orders[started];
        o->number = started;
        o->cook = cook;
        o->ctx = ctx;
        stop = pthread_create(&o->thread, NULL, follow, o) != 0;
        if (stop)
            error = errno; // the mistake: it is the result that tells, not errno
        else
            started++;
    }

    for (int k = 0; k < started; k++)
        MUST(pthread_join(orders[k].thread, NULL));
    free(orders);
    return error;
}
