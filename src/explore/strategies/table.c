#include "explore/strategies/strategy.h"

extern const struct strategy strategy_random, strategy_replay, strategy_pct, strategy_pos, strategy_urw,
    strategy_surw, strategy_fair, strategy_icb, strategy_dpor, strategy_every;

const struct strategy *strategy_of(enum strategy_kind kind)
{
    static const struct strategy *const table[STRATEGY_COUNT] = {
        [STRATEGY_RANDOM] = &strategy_random, [STRATEGY_REPLAY] = &strategy_replay,
        [STRATEGY_PCT] = &strategy_pct,       [STRATEGY_POS] = &strategy_pos,
        [STRATEGY_URW] = &strategy_urw,       [STRATEGY_SURW] = &strategy_surw,
        [STRATEGY_FAIR] = &strategy_fair,     [STRATEGY_ICB] = &strategy_icb,
        [STRATEGY_DPOR] = &strategy_dpor,     [STRATEGY_EVERY] = &strategy_every,
    };
    return kind < STRATEGY_COUNT ? table[kind] : (const struct strategy *)0;
}
