#include "explore/clocks/clock.h"

#include <string.h>

static void grow(struct clock *c, uint32_t n)
{
    if (n <= c->n)
        return;
    memset(c->at + c->n, 0, (n - c->n) * sizeof c->at[0]);
    c->n = n;
}

void clock_tick(struct clock *c, unsigned thread)
{
    grow(c, thread + 1);
    c->at[thread]++;
}

void clock_join(struct clock *c, const struct clock *other)
{
    grow(c, other->n);
    for (uint32_t t = 0; t < other->n; t++)
        if (other->at[t] > c->at[t])
            c->at[t] = other->at[t];
}

void clock_copy(struct clock *c, const struct clock *other)
{
    memcpy(c->at, other->at, other->n * sizeof c->at[0]);
    c->n = other->n;
}

bool clock_before(const struct clock *c, const struct clock *other)
{
    for (uint32_t t = 0; t < c->n; t++)
        if (c->at[t] > clock_get(other, t))
            return false;
    return true;
}
