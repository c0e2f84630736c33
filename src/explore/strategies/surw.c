// SURW, selectively uniform random walk: few orders matter in a program, those of the steps on what threads
// share. Each execution draws some shared objects; the order of the threads' steps on these is sampled
// uniformly, as URW does it, and everything else is left to the random walk.
//
// For that, a thread is *intended*, in proportion to its remaining steps on the chosen objects. Another
// thread that comes to such a step before it is held back until the intended one has made its own.
//
// @source Zhao, Wolff, Mathur and Roychoudhury, "Selectively uniform concurrency testing", ASPLOS 2025
#include "explore/runtime/random.h"
#include "explore/strategies/profile.h"
#include "explore/strategies/strategy.h"

#include <string.h>

enum { CHOSEN_MAX = 2, NOBODY = -1 };

// Of the current execution.
static struct random chance;
static uint16_t chosen[CHOSEN_MAX]; // places in profile.objects
static int nchosen;                 // 0: every step counts, as with URW
static uint32_t left[THREADS_MAX];  // steps on chosen objects still expected, with those of threads to come
static bool born[THREADS_MAX];
static int intended;

static void draw_objects(const struct profile *p)
{
    static const int sizes[] = {1, 1, 2, 0}; // one object, one, a pair, all
    nchosen = p->nshared ? sizes[random_below(&chance, 4)] : 0;
    for (int i = 0; i < nchosen; i++)
        chosen[i] = p->shared[random_below(&chance, p->nshared)];
    if (nchosen == 2 && chosen[0] == chosen[1])
        nchosen = 1;
}

static void begin(const struct strategy_view *view, uint64_t number)
{
    chance = random_new(view->plan->seed, view->plan->phase, number);
    memset(born, 0, sizeof born);
    draw_objects(view->profile);
    profile_steps(view->profile, chosen, nchosen, left);
    intended = NOBODY;
}

static bool is_chosen(const struct strategy_view *view, const struct event *e)
{
    for (int i = 0; i < nchosen; i++)
        if (view->profile->objects[chosen[i]].address == e->address)
            return true;
    return nchosen == 0;
}

// New threads take what was counted for their creators; of an intended creator, also its part, by chance.
static void notice_births(const struct strategy_view *view)
{
    int t;
    while ((t = profile_hand_over(view->profile, view->alive, born, left)) >= 0) {
        const bool from_intended = t > 0 && intended == view->profile->paths[t].creator;
        if (from_intended && left[t] && random_below(&chance, left[t] + left[intended]) < left[t])
            intended = t;
    }
}

// One of these threads, in proportion to its remaining steps.
static int draw(const uint8_t *threads, int n)
{
    uint32_t sum = 0;
    for (int i = 0; i < n; i++)
        sum += left[threads[i]];
    if (sum == 0)
        return threads[random_below(&chance, (uint32_t)n)];
    uint32_t at = random_below(&chance, sum);
    int i = 0;
    for (; at >= left[threads[i]]; i++)
        at -= left[threads[i]];
    return threads[i];
}

static void intend_living(const struct strategy_view *view)
{
    uint8_t living[THREADS_MAX];
    int n = 0;
    for (uint32_t t = 0; t < view->nthreads; t++)
        if (view->alive[t])
            living[n++] = (uint8_t)t;
    intended = draw(living, n);
}

static int pick(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    uint8_t open[THREADS_MAX]; // not held back
    int nopen = n;
    memcpy(open, enabled, (size_t)n);
    notice_births(view);
    while (nopen > 0) {
        const uint32_t i = random_below(&chance, (uint32_t)nopen);
        const int t = open[i];
        if (!is_chosen(view, &view->pending[t]))
            return t;
        if (intended == NOBODY || !view->alive[intended])
            intend_living(view);
        if (t == intended)
            return t;
        open[i] = open[--nopen];
    }
    return intended = draw(enabled, n); // the intended one waits for somebody who is held back
}

static uint32_t choose(const struct strategy_view *view, uint32_t n)
{
    (void)view;
    return random_below(&chance, n);
}

static void after(const struct strategy_view *view, const struct event *event)
{
    if (!is_chosen(view, event))
        return;
    if (left[event->thread])
        left[event->thread]--;
    if (event->thread == intended)
        intended = NOBODY;
}

const struct strategy strategy_surw = {
    .name = "surw", .begin = begin, .pick = pick, .choose = choose, .after = after};
