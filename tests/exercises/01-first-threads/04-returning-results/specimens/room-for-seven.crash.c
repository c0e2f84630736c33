// Believes: seven places are enough, for nobody has more cores in a kitchen this small.
#include "parallel_stats.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <workbook/must.h>

struct slice {
    pthread_t thread;
    const int *first;
    size_t length;       // at least 1
    struct stats result; // owned by the thread until its join
};

static void *run_slice(void *argument)
{
    struct slice *s = argument;
    struct stats r = {.min = s->first[0], .max = s->first[0], .count = s->length};
    for (size_t i = 0; i < s->length; i++) {
        const int value = s->first[i];
        r.sum += value;
        r.min = value < r.min ? value : r.min;
        r.max = value > r.max ? value : r.max;
    }

    s->result = r;
    return NULL;
}

static void add(struct stats *total, const struct stats *part)
{
    total->sum += part->sum;
    total->min = part->min < total->min ? part->min : total->min;
    total->max = part->max > total->max ? part->max : total->max;
    total->count += part->count;
}

int parallel_stats(const int *a, size_t n, int threads, struct stats *out)
{
    if (!a || n == 0 || threads < 1 || !out)
        return EINVAL;
    const size_t slices = (size_t)threads < n ? (size_t)threads : n;
    struct slice *slice = calloc(slices < 7 ? slices : 7, sizeof *slice); // the mistake: all are used
    if (!slice)
        return ENOMEM;

    size_t started = 0;
    int error = 0;
    while (started < slices && !error) {
        struct slice *s = &slice[started];
        s->first = a;
        s->length = n / slices + (started < n % slices ? 1 : 0);
        a += s->length;
        error = pthread_create(&s->thread, NULL, run_slice, s);
        if (!error)
            started++;
    }

    struct stats total = {0};
    for (size_t k = 0; k < started; k++) {
        MUST(pthread_join(slice[k].thread, NULL));
        if (k == 0)
            total = slice[0].result;
        else
            add(&total, &slice[k].result);
    }
    if (!error)
        *out = total;
    free(slice);
    return error;
}
