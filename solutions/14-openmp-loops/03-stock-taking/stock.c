// Private copies that are merged once: reductions, also of your own. Contract: stock.h.
#include "stock.h"

#include <errno.h>

// Lower value, or the same and further to the front: then the order of merging does not matter.
static struct extreme lower(struct extreme a, struct extreme b)
{
    return b.value < a.value || (b.value == a.value && b.at < a.at) ? b : a;
}

static struct extreme higher(struct extreme a, struct extreme b)
{
    return b.value > a.value || (b.value == a.value && b.at < a.at) ? b : a;
}

// What each copy begins with loses against any item.
#define LEAST_OF_NONE                                                                                        \
    (struct extreme)                                                                                         \
    {                                                                                                        \
        256, SIZE_MAX                                                                                        \
    }
#define MOST_OF_NONE                                                                                         \
    (struct extreme)                                                                                         \
    {                                                                                                        \
        0, SIZE_MAX                                                                                          \
    }

#pragma omp declare reduction(lower                                                                          \
                              : struct extreme                                                               \
                              : omp_out = lower(omp_out, omp_in)) initializer(omp_priv = LEAST_OF_NONE)
#pragma omp declare reduction(higher                                                                         \
                              : struct extreme                                                               \
                              : omp_out = higher(omp_out, omp_in)) initializer(omp_priv = MOST_OF_NONE)

int take_stock(const uint8_t *shelf, size_t n, struct stock *out)
{
    *out = (struct stock){0};
    if (n == 0)
        return EINVAL;
    size_t *count = out->count;
    uint64_t total = 0;
    struct extreme least = LEAST_OF_NONE, most = MOST_OF_NONE;

#pragma omp parallel for reduction(+ : count[:256], total) reduction(lower : least) reduction(higher : most)
    for (size_t i = 0; i < n; i++) {
        const struct extreme item = {shelf[i], i};
        count[item.value]++;
        total += item.value;
        least = lower(least, item);
        most = higher(most, item);
    }
    out->total = total;
    out->least = least;
    out->most = most;
    return 0;
}
