// POS, partial order sampling: each step gets a random priority when it is announced, and the highest goes
// first. What makes it more than the random walk: when a step is performed, those that depend on it draw
// anew, since their race with the next one is another race. So the orders of dependent steps are spread more
// evenly, whatever independent steps lie between.
//
// @source Yuan, Yang and Gu, "Partial order aware concurrency sampling", CAV 2018
#include "explore/runtime/random.h"
#include "explore/strategies/strategy.h"

#include <string.h>

// Of the current execution.
static struct random chance;
static uint64_t priority[THREADS_MAX]; // of the pending step; 0: not drawn yet

static void begin(const struct strategy_view *view, uint64_t number)
{
    chance = random_new(view->plan->seed, view->plan->phase, number);
    memset(priority, 0, sizeof priority);
}

static int pick(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    (void)view;
    int best = enabled[0];
    for (int i = 0; i < n; i++) {
        if (!priority[enabled[i]])
            priority[enabled[i]] = random_next(&chance);
        if (priority[enabled[i]] > priority[best])
            best = enabled[i];
    }
    return best;
}

static uint32_t choose(const struct strategy_view *view, uint32_t n)
{
    (void)view;
    return random_below(&chance, n);
}

static void after(const struct strategy_view *view, const struct event *event)
{
    priority[event->thread] = 0;
    for (uint32_t t = 0; t < view->nthreads; t++)
        if (view->alive[t] && event_dependent(event, &view->pending[t]))
            priority[t] = 0;
}

const struct strategy strategy_pos = {
    .name = "pos", .begin = begin, .pick = pick, .choose = choose, .after = after};
