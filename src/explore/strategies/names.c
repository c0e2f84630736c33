#include "explore/strategies/strategy.h"

#include <string.h>

static const char *const names[STRATEGY_COUNT] = {
    [STRATEGY_RANDOM] = "random", [STRATEGY_REPLAY] = "replay", [STRATEGY_PCT] = "pct",
    [STRATEGY_POS] = "pos",       [STRATEGY_URW] = "urw",       [STRATEGY_SURW] = "surw",
    [STRATEGY_FAIR] = "fair",     [STRATEGY_ICB] = "icb",       [STRATEGY_DPOR] = "dpor",
    [STRATEGY_EVERY] = "every",
};

const char *strategy_name(enum strategy_kind kind)
{
    return names[kind];
}

int strategy_named(const char *name)
{
    for (int k = 0; k < STRATEGY_COUNT; k++)
        if (strcmp(names[k], name) == 0)
            return k;
    return -1;
}
