// Follows a schedule that was recorded. Where it does not fit, a lenient replay runs on without a switch
// (that is how a schedule is shrunk); a strict one notes where it diverged and goes on so, for the driver to
// refuse.
#include "explore/runtime/blackbox.h"
#include "explore/runtime/execution.h"
#include "explore/strategies/strategy.h"

static uint32_t next; // decision of the schedule

static void begin(const struct strategy_view *view, uint64_t number)
{
    (void)view;
    (void)number;
    next = 0;
    blackbox->diverged_at = 0;
}

static void diverge(const struct plan *plan)
{
    if (!plan->lenient && !blackbox->diverged_at)
        blackbox->diverged_at = next;
}

static int without_a_switch(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    for (int i = 0; i < n; i++)
        if (enabled[i] == view->current)
            return enabled[i];
    return enabled[0];
}

static int pick(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    const struct plan *plan = view->plan;
    if (next < plan->nschedule) {
        const uint16_t decision = plan->schedule[next++];
        for (int i = 0; i < n; i++)
            if (enabled[i] == decision)
                return decision;
        diverge(plan);
    }
    return without_a_switch(view, enabled, n);
}

static uint32_t choose(const struct strategy_view *view, uint32_t n)
{
    const struct plan *plan = view->plan;
    if (next < plan->nschedule) {
        const uint16_t decision = plan->schedule[next++];
        const uint32_t value = decision & ~(uint32_t)DECISION_CHOICE;
        if (decision & DECISION_CHOICE && value < n)
            return value;
        diverge(plan);
    }
    return 0;
}

const struct strategy strategy_replay = {
    .name = "replay", .exhaustive = true, .begin = begin, .pick = pick, .choose = choose};
