#include "explore/strategies/strategy.h"

extern const struct strategy strategy_random, strategy_replay;

const struct strategy *strategy_of(enum strategy_kind kind)
{
    static const struct strategy *const table[STRATEGY_COUNT] = {
        [STRATEGY_RANDOM] = &strategy_random,
        [STRATEGY_REPLAY] = &strategy_replay,
    };
    return kind < STRATEGY_COUNT ? table[kind] : (const struct strategy *)0;
}
