#include "explore/runtime/ways.h"

#include "explore/runtime/random.h"
#include "explore/runtime/sched.h"

enum { SPURIOUS_ODDS = 32 }; // a search by chance lets a waiter wake without reason once in so many decisions

static const struct strategy *strategy; // of the current execution, as all below
static struct random chance;
static uint32_t spurious_left;
static bool spurious_now;     // whether it is on offer at this decision
static uint64_t waited_until; // by all: the latest deadline that time has jumped to

void ways_reset(const struct strategy *by, uint64_t number)
{
    strategy = by;
    chance =
        random_new(blackbox->plan.seed, ~blackbox->plan.phase, number); // not the strategy's own sequence
    spurious_left = blackbox->plan.spurious;
    spurious_now = false;
    execution.now_ns = execution.horizon_ns = waited_until = 0;
}

bool ways_never(const struct thread *thread)
{
    (void)thread;
    return false;
}

static bool may_time_out(const struct thread *t)
{
    const uint64_t deadline = t->next.deadline_ns;
    return deadline && (blackbox->plan.time == TIME_FREE || deadline <= execution.horizon_ns);
}

unsigned ways_of(const struct thread *t)
{
    unsigned ways = 0;
    if (!t->next.enabled || t->next.enabled(t))
        ways |= WAY_STEP;
    if (may_time_out(t))
        ways |= WAY_TIMEOUT;
    if (spurious_now && t->next.may_wake_spuriously)
        ways |= WAY_SPURIOUS;
    return ways;
}

static int collect(uint8_t enabled[THREADS_MAX])
{
    int n = 0;
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++)
        if (execution.threads[id].state == THREAD_LIVE && ways_of(&execution.threads[id]))
            enabled[n++] = (uint8_t)id;
    return n;
}

// Nobody can go on now: time may pass to the earliest deadline. False: there is none.
static bool let_time_pass(void)
{
    uint64_t earliest = 0;
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        if (t->state == THREAD_LIVE && t->next.deadline_ns && (!earliest || t->next.deadline_ns < earliest))
            earliest = t->next.deadline_ns;
    }
    if (earliest > execution.horizon_ns)
        execution.horizon_ns = earliest;
    return earliest != 0;
}

// An exhaustive search branches on every wake-up; a search by chance meets them now and then; a replay where
// they were.
static bool offers_spurious(void)
{
    return spurious_left > 0 && (strategy->exhaustive || random_below(&chance, SPURIOUS_ODDS) == 0);
}

int ways_collect(uint8_t enabled[THREADS_MAX])
{
    spurious_now = false;
    execution.horizon_ns = execution.now_ns;
    int n = collect(enabled);
    if (n == 0 && let_time_pass())
        n = collect(enabled);
    if (n == 0 || !offers_spurious())
        return n;
    spurious_now = true;
    return collect(enabled);
}

unsigned ways_withheld(const struct thread *t)
{
    return !spurious_now && spurious_left > 0 && t->next.may_wake_spuriously ? WAY_SPURIOUS : 0;
}

// Deadlines that readings of the clock ran past, rather than a wait of all, are nothing that partial-order
// methods know of.
static void pass_deadline(uint64_t deadline)
{
    if (deadline > execution.now_ns)
        execution.now_ns = waited_until = deadline;
    else if (deadline > waited_until && blackbox->plan.time == TIME_QUIESCENT)
        blackbox->approximate = true;
}

enum op ways_take(const struct thread *t, enum way way)
{
    switch (way) {
    case WAY_TIMEOUT:
        pass_deadline(t->next.deadline_ns);
        return t->next.op == OP_SLEEP ? OP_SLEEP : OP_TIMEOUT;
    case WAY_SPURIOUS: spurious_left--; return OP_SPURIOUS;
    default: return t->next.op;
    }
}

bool ways_fail_spuriously(void)
{
    if (spurious_left == 0 || sched_choose(2) == 0)
        return false;
    spurious_left--;
    return true;
}
