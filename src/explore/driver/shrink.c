// From a failing execution to a simple one. First ICB, from no preemption at all: what it finds has the
// fewest there can be. Then the order of the threads' turns is simplified, as long as the same failure comes
// out: two turns of a thread are joined by moving what stands between them, or a turn is left out; where the
// schedule does not fit any more, the replay runs on without a switch.
//
// @source Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", TSE 2002
#include "explore/driver/search.h"
#include "explore/runtime/outcome.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { BOUNDED_MAX = 20000, BOUNDED_STEPS = 5000000, CANDIDATES_MAX = 2000, SECONDS = 2, TURNS_MAX = 4096 };
enum { THREADS_COST = 20 }; // as often as fibers run, threads run once

/** How simple an execution is, the first number counting most. */
struct measure {
    uint32_t preemptions, switches, threads, steps;
};

/** Steps of one thread in a row: decisions from `begin` on. */
struct turn {
    uint16_t thread;
    uint32_t begin, length;
};

static struct measure measure_of(const struct blackbox *box)
{
    struct measure m = {0};
    bool seen[THREADS_MAX] = {false};
    for (uint32_t i = 0; i < box->nevents; i++) {
        const struct event *e = &box->events[i];
        m.preemptions += (e->flags & EVENT_PREEMPTS) != 0;
        m.switches += i > 0 && e->thread != e[-1].thread;
        m.threads += !seen[e->thread];
        m.steps += !(e->flags & EVENT_OBSERVED);
        seen[e->thread] = true;
    }
    return m;
}

static bool is_simpler(const struct measure *a, const struct measure *b)
{
    const uint32_t x[] = {a->preemptions, a->switches, a->threads, a->steps};
    const uint32_t y[] = {b->preemptions, b->switches, b->threads, b->steps};
    for (int i = 0; i < 4; i++)
        if (x[i] != y[i])
            return x[i] < y[i];
    return false;
}

// Runs a plan that stops at this failure alone. Time limits it only where time is a limit at all: else the
// answer would depend on the machine.
static int look_for(struct search *s, const struct failure *f)
{
    s->box->plan.targeted = true;
    s->box->plan.target = f->outcome;
    s->box->plan.nracy = f->nracy;
    s->box->plan.time = f->time;
    s->box->plan.accesses = s->accesses;
    const int error = runner_do(s->runner, s->deadline_ns ? 2 * SECONDS : 0);
    s->accesses -= s->box->accesses < s->accesses ? s->box->accesses : s->accesses;
    return error;
}

static bool is_found(const struct search *s, const struct failure *f)
{
    return outcome_same(&s->box->outcome, &f->outcome);
}

static unsigned cost(const struct search *s)
{
    return s->backend == BACKEND_THREADS ? THREADS_COST : 1;
}

// The bounds below the preemptions that it has. Minimal if each bound that did not find it was gone through.
static int bound(struct search *s, struct failure *f, uint32_t preemptions)
{
    const uint64_t affordable = BOUNDED_STEPS / (s->box->nevents + 1);
    uint64_t left = (affordable < BOUNDED_MAX ? affordable : BOUNDED_MAX) / cost(s);
    s->x->minimal = true;
    for (uint32_t depth = 0; depth < preemptions && left > 0 && s->accesses > 0; depth++) {
        search_plan(s, STRATEGY_ICB, left);
        s->box->plan.depth = depth;
        s->box->plan.deadline_ns = s->deadline_ns ? search_clock_ns() + SECONDS * 1000000000ull : 0;
        const int error = look_for(s, f);
        if (error)
            return error;
        if (is_found(s, f)) {
            search_keep(s, f);
            return 0;
        }
        s->x->minimal &= s->box->exhausted && !s->box->timed_out;
        left -= s->box->executions < left ? s->box->executions : left;
    }
    s->x->minimal &= left > 0 && s->accesses > 0;
    return 0;
}

static uint32_t find_turns(const struct failure *f, struct turn *turns)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->ndecisions; i++) {
        const uint16_t d = f->decisions[i];
        const bool goes_on = n > 0 && (d & DECISION_CHOICE || turns[n - 1].thread == d);
        if (!goes_on && n == TURNS_MAX)
            return 0; // too long to be made simple
        if (goes_on)
            turns[n - 1].length++;
        else
            turns[n++] = (struct turn){d, i, 1};
    }
    return n;
}

static void add_turn(struct plan *p, const struct failure *f, const struct turn *t)
{
    memcpy(p->schedule + p->nschedule, f->decisions + t->begin, t->length * sizeof p->schedule[0]);
    p->nschedule += t->length;
}

// Runs the turns in this order; keeps what comes out if it is simpler. `best` goes along.
static int try_order(struct search *s, struct failure *f, const struct turn *turns, uint32_t n,
                     struct measure *best, bool *improved)
{
    search_plan(s, STRATEGY_REPLAY, 1);
    struct plan *p = &s->box->plan;
    p->lenient = true;
    p->nschedule = 0;
    for (uint32_t i = 0; i < n; i++)
        add_turn(p, f, &turns[i]);
    const int error = look_for(s, f);
    const struct measure m = measure_of(s->box);
    *improved = !error && is_found(s, f) && is_simpler(&m, best);
    if (*improved) {
        *best = m;
        search_keep(s, f);
    }
    return error;
}

static void swap(struct turn *turns, uint32_t i)
{
    const struct turn t = turns[i];
    turns[i] = turns[i + 1];
    turns[i + 1] = t;
}

// The changes at one turn: left out, or moved behind the next one. They are tried on a copy.
static int change(struct search *s, struct failure *f, uint32_t at, uint32_t kind, struct measure *best,
                  bool *improved)
{
    static struct turn turns[TURNS_MAX];
    uint32_t n = find_turns(f, turns);
    *improved = false;
    if (at + (kind == 1) >= n)
        return 0;
    if (kind == 0)
        memmove(&turns[at], &turns[at + 1], (--n - at) * sizeof turns[0]);
    else
        swap(turns, at);
    return try_order(s, f, turns, n, best, improved);
}

static int simplify(struct search *s, struct failure *f, struct measure *best)
{
    static struct turn turns[TURNS_MAX];
    const unsigned most = CANDIDATES_MAX / cost(s);
    unsigned tried = 0;
    for (bool again = true; again && tried < most;) {
        again = false;
        for (uint32_t at = 0; at < find_turns(f, turns) && tried < most; at++) {
            for (uint32_t kind = 0; kind < 2 && s->accesses > 0; kind++, tried++) {
                bool improved;
                const int error = change(s, f, at, kind, best, &improved);
                if (error)
                    return error;
                again |= improved;
            }
        }
    }
    return 0;
}

int search_shrink(struct search *s, struct failure *f)
{
    struct measure best = measure_of(s->box);
    if (f->outcome.kind == KIND_RUNNER || f->outcome.verdict == VERDICT_HANG)
        return 0; // each run of it takes long, or destroys the runner
    s->accesses = ACCESSES_MAX;
    int error = bound(s, f, best.preemptions);
    if (error || s->accesses == 0)
        return error;
    search_replay(s, f);
    error = look_for(s, f);
    if (error || !is_found(s, f))
        return error;
    best = measure_of(s->box);
    return simplify(s, f, &best);
}
