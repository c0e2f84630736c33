// In turn: after a beginning by chance, whoever has waited longest is next, step by step. Two threads that
// give way to each other then do so in step, for ever if they can: chance would soon let one of them through
// (detectors/livelock.h).
#include "explore/runtime/random.h"
#include "explore/strategies/strategy.h"

#include <string.h>

enum { BEGINNING_MAX = 64 };

// Of the current execution.
static struct random chance;
static uint32_t beginning;              // steps taken by chance
static uint32_t last_step[THREADS_MAX]; // [thread]: number of its last step, from 1

static void begin(const struct strategy_view *view, uint64_t number)
{
    chance = random_new(view->plan->seed, view->plan->phase, number);
    beginning = random_below(&chance, BEGINNING_MAX);
    memset(last_step, 0, sizeof last_step);
}

static int pick(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    int next = enabled[0];
    if (view->step < beginning)
        next = enabled[random_below(&chance, (uint32_t)n)];
    for (int i = 1; view->step >= beginning && i < n; i++)
        if (last_step[enabled[i]] < last_step[next])
            next = enabled[i];
    last_step[next] = view->step + 1;
    return next;
}

static uint32_t choose(const struct strategy_view *view, uint32_t n)
{
    return view->step < beginning ? random_below(&chance, n) : 0;
}

const struct strategy strategy_fair = {.name = "fair", .begin = begin, .pick = pick, .choose = choose};
