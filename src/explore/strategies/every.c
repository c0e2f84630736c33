// Every interleaving, one after the other: a depth-first search that leaves nothing out and believes in
// nothing. It takes exponentially long; its use is to tell in tests whether the searches that leave out much
// leave out too much.
#include "explore/clocks/trace.h"
#include "explore/runtime/distinct.h"
#include "explore/runtime/execution.h"
#include "explore/strategies/profile.h"
#include "explore/strategies/strategy.h"

enum { NODES_MAX = 1 << 12 };

/** A decision of the execution at hand: which thread, or which value of a choice. */
struct node {
    uint16_t taken, possible; // the how-manieth, of how many
};

static struct node nodes[NODES_MAX];
static uint32_t nnodes, at; // decisions that stand, and how many of them this execution has made
static bool given_up;       // too long, or not determined by its decisions

static void open_plan(const struct plan *plan)
{
    (void)plan;
    nnodes = 0;
    given_up = false;
}

static void begin(const struct strategy_view *view, uint64_t number)
{
    (void)view;
    (void)number;
    at = 0;
}

static struct node *next_node(int possible)
{
    if (at == nnodes && nnodes < NODES_MAX)
        nodes[nnodes++] = (struct node){.possible = (uint16_t)possible};
    given_up |= at == nnodes || nodes[at].possible != possible;
    if (given_up) {
        execution_verdict(VERDICT_PASS, KIND_NONE, 0, NULL);
        execution_end();
    }
    return &nodes[at++];
}

static int pick(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    (void)view;
    return enabled[next_node(n)->taken];
}

static uint32_t choose(const struct strategy_view *view, uint32_t n)
{
    (void)view;
    return next_node((int)n)->taken;
}

static bool end(const struct strategy_view *view)
{
    blackbox->given_up |= given_up;
    if (profile_adds_steps(blackbox)) { // steps are others from now on: begin anew
        open_plan(view->plan);
        return true;
    }
    struct trace_cursor cursor = {0};
    trace_cut(0);
    if (trace_follow(&cursor, NULL))
        distinct_count();
    while (nnodes > 0 && ++nodes[nnodes - 1].taken == nodes[nnodes - 1].possible)
        nnodes--;
    return !given_up && nnodes > 0;
}

const struct strategy strategy_every = {.name = "every",
                                        .exhaustive = true,
                                        .open = open_plan,
                                        .begin = begin,
                                        .pick = pick,
                                        .choose = choose,
                                        .end = end};
