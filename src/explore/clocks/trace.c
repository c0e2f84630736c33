#include "explore/clocks/trace.h"

#include "explore/runtime/execution.h"

// The trace at hand.
static struct event steps[TRACE_MAX];
static struct clock clocks[TRACE_MAX];
static uint32_t number[TRACE_MAX];           // among the steps of its thread, from 1
static uint32_t previous[TRACE_MAX];         // step of the same thread before it, or TRACE_MAX
static uint32_t made_possible_by[TRACE_MAX]; // of a wake-up the signal, of leaving a barrier the last arrival
static uint64_t sums[TRACE_MAX];             // of the hashes of the steps up to here
static uint32_t nsteps;
static unsigned nthreads;          // ids so far are below this
static uint32_t last[THREADS_MAX]; // step of each thread, plus 1; 0: none

uint32_t trace_length(void)
{
    return nsteps;
}

const struct event *trace_step(uint32_t i)
{
    return &steps[i];
}

const struct clock *trace_clock(uint32_t i)
{
    return &clocks[i];
}

bool trace_knows(const struct clock *clock, uint32_t i)
{
    return clock_get(clock, steps[i].thread) >= number[i];
}

uint32_t trace_previous(uint32_t i)
{
    return previous[i];
}

void trace_cut(uint32_t n)
{
    while (nsteps > n) {
        nsteps--;
        last[steps[nsteps].thread] = previous[nsteps] == TRACE_MAX ? 0 : previous[nsteps] + 1;
    }
}

static bool is_wake(const struct event *e, const struct event *wait)
{
    return e->address == wait->address &&
           (e->op == OP_BROADCAST || (e->op == OP_SIGNAL && e->other == wait->thread));
}

// The signal that ended a wait: the first one for this thread behind its OP_WAIT_BEGIN.
static uint32_t find_wake(const struct event *wait)
{
    uint32_t wake = TRACE_MAX;
    for (uint32_t i = nsteps; i-- > 0;) {
        const struct event *e = &steps[i];
        if (e->thread == wait->thread)
            return e->op == OP_WAIT_BEGIN ? wake : TRACE_MAX; // else it woke for another reason
        if (is_wake(e, wait))
            wake = i;
    }
    return wake;
}

// The last arrival of a round; arrivals are counted from 1 in each.
static uint32_t find_last_arrival(uint32_t own)
{
    uint32_t arrival = own;
    for (uint32_t i = own + 1; i < nsteps; i++) {
        const struct event *e = &steps[i];
        if (e->op != OP_BARRIER || e->address != steps[own].address || e->flags & EVENT_BLOCKING)
            continue;
        if (e->value < steps[arrival].value)
            break;
        arrival = i;
    }
    return arrival;
}

static bool is_rendezvous(const struct event *e)
{
    return e->op == OP_MEET || e->op == OP_BARRIER;
}

static bool takes_a_lock(const struct event *e)
{
    return e->op == OP_LOCK || e->op == OP_TIMEDLOCK || e->op == OP_WAIT_END || e->op == OP_READ_LOCK ||
           e->op == OP_WRITE_LOCK || e->op == OP_SEM_WAIT || e->op == OP_ONCE;
}

static bool is_signal(const struct event *e)
{
    return e->op == OP_SIGNAL || e->op == OP_BROADCAST;
}

// Who arrives at a barrier, or at a meeting of a check, does so in some order; who leaves finds all arrived.
static enum relation at_rendezvous(uint32_t i, uint32_t n)
{
    if (steps[i].flags & EVENT_BLOCKING)
        return RELATION_NONE;
    if (!(steps[n].flags & EVENT_BLOCKING))
        return RELATION_RACING;
    return steps[n].op == OP_MEET || i == made_possible_by[n] ? RELATION_FIXED : RELATION_NONE;
}

// In quiescent time a deadline only comes when nobody can go on.
static bool waited_for_time(const struct event *earlier, const struct event *later)
{
    return blackbox->plan.time == TIME_QUIESCENT && (later->op == OP_SLEEP || later->op == OP_TIMEOUT) &&
           earlier->time_ns < later->time_ns;
}

// Whether the later one could have taken its lock before the earlier one.
static bool was_possible(const struct event *earlier, const struct event *later)
{
    return !(earlier->flags & EVENT_CLOSED) || (later->op == OP_READ_LOCK && earlier->flags & EVENT_SHARED);
}

// Time has passed here, since nobody could go on: but for those who might have woken for no reason before.
bool trace_let_time_pass(uint32_t i)
{
    return blackbox->plan.time == TIME_QUIESCENT && (steps[i].op == OP_SLEEP || steps[i].op == OP_TIMEOUT) &&
           i > 0 && steps[i - 1].time_ns < steps[i].time_ns;
}

enum relation trace_relation(uint32_t i, uint32_t n)
{
    const struct event *a = &steps[i], *b = &steps[n];
    if (a->thread == b->thread || b->op == OP_SETTLE || waited_for_time(a, b))
        return RELATION_FIXED;
    if ((a->op == OP_CREATE && a->other == b->thread) || (b->op == OP_JOIN && b->other == a->thread))
        return RELATION_FIXED;
    if (b->op == OP_WAIT_END && is_signal(a)) // one that wakes somebody else commutes with it
        return i == made_possible_by[n] ? RELATION_FIXED : RELATION_NONE;
    if (a->op == OP_WAIT_END && is_signal(b))
        return RELATION_NONE;
    if (b->op == OP_SPURIOUS && trace_let_time_pass(i))
        return RELATION_RACING;
    if (!event_dependent(a, b))
        return RELATION_NONE;
    if (is_rendezvous(a) && is_rendezvous(b))
        return at_rendezvous(i, n);
    if (b->flags & EVENT_BLOCKING && takes_a_lock(b) && !was_possible(a, b))
        return RELATION_ORDERED;
    return RELATION_RACING;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

static uint64_t hash_of(uint32_t i)
{
    const struct event *e = &steps[i];
    uint64_t hash = mix(mix(mix(1, e->thread), e->op), e->address);
    hash = mix(hash, (uint64_t)e->choice << 32 | e->pc);
    for (uint32_t t = 0; t < clocks[i].n; t++)
        hash = mix(hash, clocks[i].at[t]);
    return mix(hash, clocks[i].n);
}

static bool knows_all(const struct clock *c)
{
    for (unsigned t = 0; t < nthreads; t++)
        if (last[t] && clock_get(c, t) < number[last[t] - 1])
            return false;
    return true;
}

uint32_t trace_add(const struct event *step)
{
    if (nsteps == TRACE_MAX)
        return TRACE_MAX;
    const uint32_t n = nsteps;
    const uint8_t thread = step->thread;
    struct clock *c = &clocks[n];
    steps[n] = *step;
    previous[n] = last[thread] ? last[thread] - 1 : TRACE_MAX;
    if (step->op == OP_WAIT_END)
        made_possible_by[n] = find_wake(step);
    else if (step->op == OP_BARRIER && step->flags & EVENT_BLOCKING)
        made_possible_by[n] = find_last_arrival(previous[n]);
    clock_clear(c);
    if (previous[n] != TRACE_MAX)
        clock_copy(c, &clocks[previous[n]]);
    number[n] = clock_get(c, thread) + 1;
    for (uint32_t i = n; !knows_all(c) && i-- > 0;)
        if (!trace_knows(c, i) && trace_relation(i, n) != RELATION_NONE)
            clock_join(c, &clocks[i]);
    clock_tick(c, thread);
    sums[n] = hash_of(n) + (n ? sums[n - 1] : 0); // a sum: the order of steps that commute is not seen
    last[thread] = n + 1;
    if (thread >= nthreads)
        nthreads = thread + 1u;
    nsteps++;
    return n;
}

uint64_t trace_hash(void)
{
    return nsteps ? sums[nsteps - 1] : 0;
}

bool trace_follow(struct trace_cursor *cursor, void (*added)(void))
{
    for (; cursor->event < blackbox->nevents; cursor->event++) {
        const struct event *e = &blackbox->events[cursor->event];
        if (e->flags & EVENT_OBSERVED || cursor->step++ < nsteps)
            continue;
        if (trace_add(e) == TRACE_MAX)
            return false;
        if (added)
            added();
    }
    return true;
}
