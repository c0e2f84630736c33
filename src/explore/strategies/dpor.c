// DPOR, dynamic partial order reduction: of all interleavings that differ only in the order of steps that
// commute, one is executed. A depth-first search over schedules, without state: each execution follows the
// decisions of the last one up to the node where it turns off.
//
// After an execution, each pair of racing steps is looked at: they do not commute, and nothing in between
// orders them. For the later one to come first, some thread has to be tried at the node of the earlier one:
// one of the *initials* of the steps that do not need the earlier one (source sets). A thread that was tried
// at a node *sleeps* below it until a step comes that its own does not commute with: until then, whatever it
// would do has been seen.
//
// What the program leaves open within a step (which waiter a signal wakes) is branched on fully.
//
// @source Abdulla, Aronis, Jonsson and Sagonas, "Optimal dynamic partial order reduction", POPL 2014
// @source Flanagan and Godefroid, "Dynamic partial-order reduction for model checking software", POPL 2005
#include "explore/clocks/trace.h"
#include "explore/runtime/distinct.h"
#include "explore/runtime/execution.h"
#include "explore/strategies/profile.h"
#include "explore/strategies/strategy.h"

#include <string.h>

enum { NODES_MAX = 2 * TRACE_MAX, SETS_MAX = 64 /* threads that a set can hold */ };

/** A decision of the execution at hand: which thread, or which value of a choice. */
struct node {
    bool is_choice;
    uint16_t value, values; // of a choice: taken, possible
    uint8_t chosen;         // thread
    uint32_t step;          // number of the step that is taken, or within which the choice is
    uint64_t enabled;       // threads that could go on
    uint64_t todo;          // those to be tried
    uint64_t asleep;        // those whose step leads to nothing new: tried here, or above
};

static struct node nodes[NODES_MAX];
static uint32_t nnodes, at;         // decisions that stand, and how many of them this execution has made
static uint32_t node_of[TRACE_MAX]; // [step]
static struct trace_cursor cursor;
static uint32_t first_new; // step from which this execution differs from the last one
static bool redundant;     // this execution was left, since all that can go on sleeps
static bool given_up;      // too large for the tables, or not determined by its decisions

static uint64_t bit(unsigned thread)
{
    return (uint64_t)1 << thread;
}

static unsigned lowest(uint64_t set)
{
    return (unsigned)__builtin_ctzll(set);
}

static void open_plan(const struct plan *plan)
{
    (void)plan;
    nnodes = first_new = 0;
    given_up = false;
}

static void begin(const struct strategy_view *view, uint64_t number)
{
    (void)view;
    (void)number;
    at = 0;
    cursor = (struct trace_cursor){0};
    redundant = false;
    trace_cut(first_new);
}

// The threads that may take the first of those steps behind the i-th that do not need it. The last step of
// all is one of them.
static uint64_t initials(uint32_t i)
{
    uint32_t first[SETS_MAX]; // number of a thread's first step there
    uint64_t seen = 0, result = 0;
    for (uint32_t k = i + 1; k < trace_length(); k++) {
        const struct clock *c = trace_clock(k);
        const uint8_t thread = trace_step(k)->thread;
        if (seen & bit(thread) || (k + 1 < trace_length() && trace_knows(c, i)))
            continue;
        bool needs_none = true;
        for (uint64_t rest = seen; rest; rest &= rest - 1)
            needs_none &= clock_get(c, lowest(rest)) < first[lowest(rest)];
        first[thread] = clock_get(c, thread);
        seen |= bit(thread);
        result |= needs_none ? bit(thread) : 0;
    }
    return result;
}

// Sees to it that the last step comes before the i-th in some execution.
static void reverse(uint32_t i)
{
    struct node *node = &nodes[node_of[i]];
    const uint64_t candidates = initials(i);
    if (candidates & (node->todo | node->asleep))
        return;
    const uint64_t possible = candidates & node->enabled;
    node->todo |= possible ? bit(lowest(possible)) : node->enabled;
}

// Looks for steps that race with the last one: nothing that comes before it in any case comes behind them,
// nor does a step that races with it, too.
static void reverse_races(void)
{
    static struct clock before;
    const uint32_t n = trace_length() - 1, previous = trace_previous(n);
    clock_clear(&before);
    if (previous != TRACE_MAX)
        clock_copy(&before, trace_clock(previous));
    for (uint32_t i = n; i-- > 0;)
        if (!trace_knows(&before, i) && trace_relation(i, n) == RELATION_FIXED)
            clock_join(&before, trace_clock(i));
    for (uint32_t i = n; i-- > 0;) {
        if (trace_knows(&before, i) || trace_relation(i, n) != RELATION_RACING)
            continue;
        reverse(i);
        clock_join(&before, trace_clock(i));
    }
}

// The program ends, or nobody can go on, while these wait: what they wait for might have come to them first.
static void reverse_races_of_waiting(const struct strategy_view *view, uint64_t enabled)
{
    for (uint32_t t = 0; t < view->nthreads; t++) {
        struct event e = view->pending[t];
        if (!view->alive[t] || enabled & bit(t))
            continue;
        e.flags |= EVENT_BLOCKING;
        if (trace_add(&e) == TRACE_MAX)
            return;
        reverse_races();
        trace_cut(trace_length() - 1);
    }
}

static _Noreturn void leave_execution(bool give_up)
{
    given_up |= give_up;
    execution_verdict(VERDICT_PASS, KIND_NONE, 0, NULL);
    execution_end();
}

static struct node *node_above(uint32_t n)
{
    while (n-- > 0)
        if (!nodes[n].is_choice)
            return &nodes[n];
    return NULL;
}

// Whether a thread can go on in another way than before the last step, since its time has come.
static bool is_due(unsigned thread, const struct event *before)
{
    const uint64_t deadline = execution.threads[thread].next.deadline_ns;
    return deadline > before->time_ns && deadline <= execution.horizon_ns;
}

// Whether a thread that was tried before the last step might do another thing behind it: to wake for no
// reason, when time has passed since, is not the same as before.
static bool wakes_later(unsigned thread)
{
    return trace_let_time_pass(trace_length() - 1) && execution.threads[thread].next.may_wake_spuriously;
}

// Who still sleeps behind the last step: those whose own step commutes with it.
static uint64_t still_asleep(const struct strategy_view *view, const struct node *above)
{
    const struct event *last = &blackbox->events[blackbox->nevents - 1];
    uint64_t asleep = 0;
    for (uint64_t rest = above ? above->asleep & ~bit(above->chosen) : 0; rest; rest &= rest - 1) {
        const unsigned t = lowest(rest);
        if (!event_dependent(last, &view->pending[t]) && !is_due(t, last) && !wakes_later(t))
            asleep |= bit(t);
    }
    return asleep;
}

static struct node *new_node(const struct strategy_view *view)
{
    if (nnodes == NODES_MAX || view->step + 1 >= TRACE_MAX || view->nthreads > SETS_MAX)
        leave_execution(true);
    nodes[nnodes] = (struct node){.step = view->step + 1};
    at = nnodes + 1;
    return &nodes[nnodes++];
}

// Without a switch if that is possible: so failures are met in simple executions first.
static uint8_t first_choice(const struct strategy_view *view, uint64_t awake)
{
    const bool goes_on = view->current >= 0 && awake & bit((unsigned)view->current);
    return (uint8_t)(goes_on ? (unsigned)view->current : lowest(awake));
}

static int pick(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    uint64_t set = 0;
    for (int i = 0; i < n; i++)
        set |= bit(enabled[i] % SETS_MAX);
    given_up |= !trace_follow(&cursor, reverse_races);
    if (at < nnodes) {
        const struct node *node = &nodes[at++];
        if (node->is_choice || node->enabled != set)
            leave_execution(true);
        return node->chosen;
    }
    const uint64_t asleep = still_asleep(view, node_above(at));
    if (!(set & ~asleep)) {
        redundant = true;
        blackbox->redundant++;
        leave_execution(false);
    }
    struct node *node = new_node(view);
    node_of[node->step] = nnodes - 1;
    node->enabled = set;
    node->asleep = asleep;
    node->chosen = first_choice(view, set & ~asleep);
    node->todo = bit(node->chosen);
    return node->chosen;
}

static uint32_t choose(const struct strategy_view *view, uint32_t n)
{
    if (at < nnodes) {
        const struct node *node = &nodes[at++];
        if (!node->is_choice || node->values != n)
            leave_execution(true);
        return node->value;
    }
    struct node *node = new_node(view);
    node->step = node_above(nnodes - 1)->step;
    node->is_choice = true;
    node->values = (uint16_t)n;
    return 0;
}

// Threads whose next step may not be there any more behind this one, or in the place of which others may
// come: they do not show as a race.
static uint64_t lose_their_step(const struct strategy_view *view, const struct event *event, uint64_t enabled)
{
    uint64_t set = 0;
    switch (event->op) {
    case OP_PROCESS_EXIT:
    case OP_SETTLE:
    case OP_SPURIOUS: return enabled; // the last: it need not be
    case OP_SIGNAL:
    case OP_BROADCAST:
        for (uint64_t rest = enabled; rest; rest &= rest - 1) {
            const struct event *e = &view->pending[lowest(rest)];
            if (e->op == OP_WAIT_END && e->address == event->address) // could have woken without it
                set |= bit(lowest(rest));
        }
        return set;
    default: return 0;
    }
}

static void after(const struct strategy_view *view, const struct event *event)
{
    struct node *node = node_above(at);
    node->todo |= lose_their_step(view, event, node->enabled);
    if (event->op == OP_PROCESS_EXIT)
        reverse_races_of_waiting(view, node->enabled);
}

// Turns off at the last decision that leaves something to try. False: there is none.
static bool turn(void)
{
    for (; nnodes > 0; nnodes--) {
        struct node *n = &nodes[nnodes - 1];
        first_new = n->step;
        if (n->is_choice) {
            if (++n->value < n->values)
                return true;
            continue;
        }
        n->asleep |= bit(n->chosen);
        const uint64_t rest = n->todo & n->enabled & ~n->asleep;
        if (rest) {
            n->chosen = (uint8_t)lowest(rest);
            return true;
        }
    }
    return false;
}

static bool end(const struct strategy_view *view)
{
    given_up |= !trace_follow(&cursor, reverse_races);
    if (blackbox->outcome.verdict == VERDICT_DEADLOCK)
        reverse_races_of_waiting(view, 0);
    blackbox->given_up |= given_up;
    if (given_up)
        return false;
    if (profile_adds_steps(blackbox)) { // steps are others from now on: begin anew
        open_plan(view->plan);
        return true;
    }
    if (!redundant)
        distinct_count();
    return turn();
}

const struct strategy strategy_dpor = {.name = "dpor",
                                       .exhaustive = true,
                                       .open = open_plan,
                                       .begin = begin,
                                       .pick = pick,
                                       .choose = choose,
                                       .after = after,
                                       .end = end};
