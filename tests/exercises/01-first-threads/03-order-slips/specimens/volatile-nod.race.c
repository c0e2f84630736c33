// Believes: a cook that has copied the slip nods, and a volatile flag is seen by every thread.
#include "order_slips.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>
#include <workbook/must.h>

struct order {
    struct slip slip; // the cook's own copy
    void (*cook)(struct slip *slip, void *ctx);
    void *ctx;
    volatile int was_read; // the mistake: volatile orders nothing between threads
};

static void *follow(void *argument)
{
    struct order *o = argument, mine = *o;
    o->was_read = 1;
    mine.cook(&mine.slip, mine.ctx);
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

    struct order order = {.cook = cook, .ctx = ctx};
    int error = 0, started = 0;
    while (started < n && !error) {
        order.slip = slips[started];
        order.was_read = 0;
        error = pthread_create(&threads[started], NULL, follow, &order);
        while (!error && !order.was_read)
            usleep(100);
        if (!error)
            started++;
    }

    for (int k = 0; k < started; k++)
        MUST(pthread_join(threads[k], NULL));
    free(threads);
    return error;
}
