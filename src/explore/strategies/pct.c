// PCT, probabilistic concurrency testing: threads have random priorities and the highest runs, but at d - 1
// steps, drawn at random, the running thread drops below all others. A bug that needs d orderings to come
// about is hit with a probability of at least 1 / (n k^(d-1)) in each execution of n threads and k steps: a
// guarantee, and a good one for the small d that bugs have.
//
// @source Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with probabilistic
// guarantees of finding bugs", ASPLOS 2010
#include "explore/runtime/random.h"
#include "explore/strategies/strategy.h"

#include <string.h>

enum { DEPTH_MAX = 16, STEPS_MIN = 8 };

// Of the current execution.
static struct random chance;
static int64_t priority[THREADS_MAX]; // above DEPTH_MAX at first; 0: not drawn yet
static int64_t lowest;                // what the last thread that gave way got: below 0
static uint32_t change_at[DEPTH_MAX]; // steps, [i] for the i-th drop
static uint32_t nchanges;

static void begin(const struct strategy_view *view, uint64_t number)
{
    chance = random_new(view->plan->seed, view->plan->phase, number);
    memset(priority, 0, sizeof priority);
    lowest = -1;
    const uint32_t steps = view->profile->steps_max > STEPS_MIN ? view->profile->steps_max : STEPS_MIN;
    const uint32_t depth = view->plan->depth < DEPTH_MAX ? view->plan->depth : DEPTH_MAX;
    nchanges = depth ? depth - 1 : 0;
    for (uint32_t i = 0; i < nchanges; i++)
        change_at[i] = random_below(&chance, steps);
}

static int highest(const uint8_t *enabled, int n)
{
    int best = enabled[0];
    for (int i = 0; i < n; i++) {
        int64_t *p = &priority[enabled[i]];
        if (!*p)
            *p = DEPTH_MAX + 1 + (int64_t)(random_next(&chance) >> 2);
        if (*p > priority[best])
            best = enabled[i];
    }
    return best;
}

static int pick(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    for (uint32_t i = 0; i < nchanges; i++)
        if (change_at[i] == view->step)
            priority[highest(enabled, n)] = (int64_t)(nchanges - i); // below all, above later drops
    return highest(enabled, n);
}

static uint32_t choose(const struct strategy_view *view, uint32_t n)
{
    (void)view;
    return random_below(&chance, n);
}

// Who gives way of its own accord goes behind all: otherwise a thread that waits by yielding would run for
// ever.
static void after(const struct strategy_view *view, const struct event *event)
{
    (void)view;
    if (event->op == OP_YIELD || event->op == OP_SLEEP || event->op == OP_SPIN)
        priority[event->thread] = --lowest;
}

const struct strategy strategy_pct = {
    .name = "pct", .begin = begin, .pick = pick, .choose = choose, .after = after};
