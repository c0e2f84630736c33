// ICB, iterative context bounding: all executions with at most `depth` preemptions. A preemption takes the
// turn from a thread that could go on; where a thread waits, ends, sleeps or yields, the change is free. Most
// bugs need few preemptions, and an execution with few is the one that a person can follow: so the bounds 0,
// 1, 2 … are gone through in turn, and the first failure has the smallest number.
//
// Executions that have come to the same trace, with the same thread at turn and the same number of
// preemptions left, go on in the same ways: only the first does. (Sleep sets, as in DPOR, would be wrong
// here: what they leave out as seen may have been seen with more preemptions.)
//
// @source Musuvathi and Qadeer, "Iterative context bounding for systematic testing of multithreaded
// programs", PLDI 2007
#include "explore/clocks/trace.h"
#include "explore/runtime/execution.h"
#include "explore/strategies/profile.h"
#include "explore/strategies/strategy.h"

#include <string.h>

enum { NODES_MAX = 2 * TRACE_MAX, SETS_MAX = 64, SLOTS = 1 << 19, FILL_MAX = SLOTS / 4 * 3 };

/** A decision of the execution at hand: which thread, or which value of a choice. */
struct node {
    bool is_choice;
    uint16_t value, values; // of a choice: taken, possible
    uint8_t chosen;         // thread
    uint32_t step;          // number of the step that is taken, or within which the choice is
    uint32_t preemptions;   // before it
    uint64_t enabled;       // threads that could go on
    uint64_t todo;          // those that the bound allows and that were not tried
    int keeper;             // the thread that is preempted if another one is chosen, or -1
};

static struct node nodes[NODES_MAX];
static uint32_t nnodes, at;  // decisions that stand, and how many of them this execution has made
static uint32_t preemptions; // of this execution so far
static uint32_t first_new;   // step from which this execution differs from the last one
static struct trace_cursor cursor;
static bool given_up;         // too large for the tables, or not determined by its decisions
static uint64_t slots[SLOTS]; // places that were reached; 0: free
static uint32_t used;

static uint64_t bit(unsigned thread)
{
    return (uint64_t)1 << thread;
}

static void open_plan(const struct plan *plan)
{
    (void)plan;
    nnodes = first_new = used = 0;
    given_up = false;
    memset(slots, 0, sizeof slots);
}

static void begin(const struct strategy_view *view, uint64_t number)
{
    (void)view;
    (void)number;
    at = preemptions = 0;
    cursor = (struct trace_cursor){0};
    trace_cut(first_new);
}

static _Noreturn void leave_execution(bool give_up)
{
    given_up |= give_up;
    execution_verdict(VERDICT_PASS, KIND_NONE, 0, NULL);
    execution_end();
}

// Whether an execution has been here before. If the table is full, it is forgotten: some are executed twice.
static bool was_here(int keeper)
{
    const uint64_t place =
        (trace_hash() ^ (uint64_t)(keeper + 1) << 8 ^ preemptions) * 0x9e3779b97f4a7c15u | 1;
    uint32_t i = (uint32_t)(place >> 40) % SLOTS;
    while (slots[i] && slots[i] != place)
        i = (i + 1) % SLOTS;
    if (slots[i])
        return true;
    if (used < FILL_MAX) {
        slots[i] = place;
        used++;
    }
    return false;
}

// The thread that took the last step, if it could go on and wants to.
static int find_keeper(const struct strategy_view *view)
{
    const int t = view->current;
    if (t < 0 || !view->alive[t] || blackbox->events[blackbox->nevents - 1].op == OP_YIELD)
        return -1;
    const struct thread *thread = &execution.threads[t];
    return !thread->next.enabled || thread->next.enabled(thread) ? t : -1;
}

static struct node *new_node(const struct strategy_view *view)
{
    if (nnodes == NODES_MAX || view->step + 1 >= TRACE_MAX || view->nthreads > SETS_MAX)
        leave_execution(true);
    nodes[nnodes] = (struct node){.step = view->step + 1};
    at = nnodes + 1;
    return &nodes[nnodes++];
}

static int take(struct node *node)
{
    preemptions = node->preemptions + (node->keeper >= 0 && node->chosen != node->keeper);
    return node->chosen;
}

static int pick(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    uint64_t set = 0;
    for (int i = 0; i < n; i++)
        set |= bit(enabled[i] % SETS_MAX);
    if (!trace_follow(&cursor, NULL))
        leave_execution(true);
    if (at < nnodes) {
        struct node *node = &nodes[at++];
        if (node->is_choice || node->enabled != set)
            leave_execution(true);
        return take(node);
    }
    const int keeper = find_keeper(view);
    if (was_here(keeper)) {
        blackbox->redundant++;
        leave_execution(false);
    }
    struct node *node = new_node(view);
    node->preemptions = preemptions;
    node->enabled = set;
    node->keeper = keeper;
    node->chosen = (uint8_t)(keeper >= 0 ? keeper : enabled[0]);
    const bool all = keeper < 0 || preemptions < view->plan->depth;
    node->todo = all ? set & ~bit(node->chosen) : 0;
    blackbox->bounded |= !all && n > 1;
    return take(node);
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
    node->step = nnodes > 1 ? nodes[nnodes - 2].step : 0;
    node->is_choice = true;
    node->values = (uint16_t)n;
    return 0;
}

// Turns off at the last decision that leaves something to try. False: there is none.
static bool turn(void)
{
    for (; nnodes > 0; nnodes--) {
        struct node *n = &nodes[nnodes - 1];
        first_new = n->step;
        if (n->is_choice && ++n->value < n->values)
            return true;
        if (!n->is_choice && n->todo) {
            n->chosen = (uint8_t)__builtin_ctzll(n->todo);
            n->todo &= n->todo - 1;
            return true;
        }
    }
    return false;
}

static bool end(const struct strategy_view *view)
{
    blackbox->given_up |= given_up;
    if (profile_adds_steps(blackbox)) { // steps are others from now on: begin anew
        open_plan(view->plan);
        return true;
    }
    return !given_up && turn();
}

const struct strategy strategy_icb = {.name = "icb",
                                      .exhaustive = true,
                                      .open = open_plan,
                                      .begin = begin,
                                      .pick = pick,
                                      .choose = choose,
                                      .end = end};
