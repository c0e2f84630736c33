// Believes: who counts the cooks that have finished, in a volatile variable, need not join any.
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
    volatile int *finished;
};

static void *follow(void *argument)
{
    const struct order *o = argument;
    o->cook(o->number, o->ctx);
    (*o->finished)++; // the mistake: volatile makes it neither atomic nor ordered
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
    volatile int finished = 0;
    while (started < cooks && !error) {
        struct order *o = &orders[started];
        o->number = started;
        o->cook = cook;
        o->ctx = ctx;
        o->finished = &finished;
        error = pthread_create(&o->thread, NULL, follow, o);
        if (!error)
            started++;
    }

    for (int k = 0; k < started; k++)
        MUST(pthread_detach(orders[k].thread));
    while (finished < started)
        continue;
    free(orders);
    return error;
}
