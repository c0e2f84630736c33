// URW, the uniform random walk: a thread is picked with a probability proportional to the steps that it still
// has to take. The random walk favours interleavings in which all threads move along together: a thread with
// few steps left is as likely as one with many, and so ends early. With these weights the product of the
// probabilities along an interleaving of threads of n1, n2, … steps is n1! n2! … / (n1 + n2 + …)!, whichever
// interleaving it is: all are equally likely. Blocking, and lengths that depend on the interleaving, make
// this approximate.
//
// @source Zhao, Wolff, Mathur and Roychoudhury, "Selectively uniform concurrency testing", ASPLOS 2025
#include "explore/runtime/random.h"
#include "explore/strategies/profile.h"
#include "explore/strategies/strategy.h"

#include <string.h>

// Of the current execution.
static struct random chance;
static uint32_t left[THREADS_MAX]; // steps still expected of each thread and of those it has yet to create
static bool born[THREADS_MAX];

static void begin(const struct strategy_view *view, uint64_t number)
{
    chance = random_new(view->plan->seed, view->plan->phase, number);
    memset(born, 0, sizeof born);
    profile_steps(view->profile, NULL, 0, left);
}

static uint32_t weight(unsigned thread)
{
    return left[thread] ? left[thread] : 1; // it lives longer than ever before
}

static int pick(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    while (profile_hand_over(view->profile, view->alive, born, left) >= 0)
        continue;
    uint32_t sum = 0;
    for (int i = 0; i < n; i++)
        sum += weight(enabled[i]);
    uint32_t at = random_below(&chance, sum);
    for (int i = 0; i < n; i++) {
        if (at < weight(enabled[i]))
            return enabled[i];
        at -= weight(enabled[i]);
    }
    return enabled[n - 1];
}

static uint32_t choose(const struct strategy_view *view, uint32_t n)
{
    (void)view;
    return random_below(&chance, n);
}

static void after(const struct strategy_view *view, const struct event *event)
{
    (void)view;
    if (left[event->thread])
        left[event->thread]--;
}

const struct strategy strategy_urw = {
    .name = "urw", .begin = begin, .pick = pick, .choose = choose, .after = after};
