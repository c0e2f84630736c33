// Believes: what malloc gave to a cook is gone when the cook is.
#include "order_slips.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <workbook/must.h>

struct order {
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
    if (n < 0 || !cook || (n > 0 && !slips))
        return EINVAL;
    if (n == 0)
        return 0;
    pthread_t *threads = calloc((size_t)n, sizeof *threads);
    if (!threads)
        return ENOMEM;

    int error = 0, started = 0;
    while (started < n && !error) {
        struct order *o = malloc(sizeof *o); // the mistake: nobody frees it
        if (!o) {
            error = ENOMEM;
            break;
        }
        o->slip = slips[started];
        o->cook = cook;
        o->ctx = ctx;
        error = pthread_create(&threads[started], NULL, follow, o);
        if (!error)
            started++;
    }

    for (int k = 0; k < started; k++)
        MUST(pthread_join(threads[k], NULL));
    free(threads);
    return error;
}
