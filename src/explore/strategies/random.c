// The random walk: each enabled thread is as likely as the next. The baseline that the others are compared
// with: it finds what many interleavings show, and misses what needs one thread to run far ahead.
#include "explore/runtime/random.h"
#include "explore/strategies/strategy.h"

static struct random chance; // of the current execution

static void begin(const struct strategy_view *view, uint64_t number)
{
    chance = random_new(view->plan->seed, view->plan->phase, number);
}

static int pick(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    (void)view;
    return enabled[random_below(&chance, (uint32_t)n)];
}

static uint32_t choose(const struct strategy_view *view, uint32_t n)
{
    (void)view;
    return random_below(&chance, n);
}

const struct strategy strategy_random = {.name = "random", .begin = begin, .pick = pick, .choose = choose};
