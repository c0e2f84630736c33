#include "explore/driver/drive.h"

#include "explore/strategies/strategy.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EXECUTIONS_A_SECOND = 50000, GRACE_SECONDS = 5, RACE_HUNT = 64 };

static uint64_t clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

// What all plans of one exploration have in common. Written field by field: the schedule is large.
static void base_plan(struct plan *p, const struct options *o)
{
    memset(p, 0, offsetof(struct plan, schedule));
    p->tolerate_races = o->tolerate_races;
    p->racy_steps = o->tolerate_races;
    p->leaks = o->leaks;
    p->outputs = o->outputs || o->expect; // what is compared is also a step: its order decides
    p->compare = o->expect;
    p->time = o->time_free ? TIME_FREE : TIME_QUIESCENT;
    p->seed = o->seed;
    p->max_steps = o->max_steps;
    p->max_threads = o->max_threads;
    p->spurious = o->spurious;
    p->depth = o->depth;
    snprintf(p->entry, sizeof p->entry, "%s", o->entry);
}

static void count(struct exploration *x, const struct blackbox *box)
{
    x->executions += box->executions;
    x->steps += box->steps;
    x->cut += box->cut;
    x->distinct = box->distinct;
    x->cut_by_time |= box->timed_out;
    x->verdict = box->outcome.verdict;
}

// The failing execution again, on the schedule that it took: this time with call stacks and values.
static int show(struct runner *runner, const struct options *o, struct exploration *x)
{
    struct blackbox *box = runner_box(runner);
    const struct outcome found = box->outcome;
    const bool racy_steps = box->plan.racy_steps;
    base_plan(&box->plan, o);
    box->plan.strategy = STRATEGY_REPLAY;
    box->plan.racy_steps = racy_steps;
    box->plan.tell = true;
    box->plan.executions = 1;
    box->plan.nschedule = box->ndecisions;
    memcpy(box->plan.schedule, box->decisions, box->ndecisions * sizeof box->decisions[0]);
    const int error = runner_do(runner, GRACE_SECONDS);
    if (!error && (box->outcome.verdict != found.verdict || box->diverged_at ||
                   (found.verdict != VERDICT_HANG && box->outcome.pc != found.pc)))
        x->verdict = VERDICT_UNSUPPORTED; // the program is not determined by its schedule: the report says so
    return error;
}

/** A failure that was found, put aside. */
struct failure {
    struct outcome outcome;
    uint32_t ndecisions;
    uint16_t decisions[DECISIONS_MAX];
};

// A wrong result may be the consequence of a race, found first by chance. The race is then the thing to tell,
// so look for one a little longer; if there is none, the failure stands.
static int prefer_race(struct runner *runner, const struct options *o, struct exploration *x)
{
    struct blackbox *box = runner_box(runner);
    struct failure *first = malloc(sizeof *first);
    if (!first)
        return ENOMEM;
    first->outcome = box->outcome;
    first->ndecisions = box->ndecisions;
    memcpy(first->decisions, box->decisions, sizeof first->decisions);

    base_plan(&box->plan, o);
    box->plan.strategy = STRATEGY_RANDOM;
    box->plan.executions = RACE_HUNT;
    box->plan.only_races = true;
    const int error = runner_do(runner, GRACE_SECONDS);
    if (!error && box->outcome.verdict == VERDICT_RACE) {
        x->verdict = VERDICT_RACE;
    } else {
        box->outcome = first->outcome;
        box->ndecisions = first->ndecisions;
        memcpy(box->decisions, first->decisions, sizeof first->decisions);
    }
    free(first);
    return error;
}

static bool may_hide_a_race(const struct options *o, const struct outcome *outcome)
{
    return !o->tolerate_races && (outcome->verdict == VERDICT_WRONG || outcome->verdict == VERDICT_LEAK) &&
           outcome->kind != KIND_TODO && outcome->kind != KIND_MISUSE;
}

int drive(struct runner *runner, const struct options *o, struct exploration *x)
{
    struct blackbox *box = runner_box(runner);
    const uint64_t begin = clock_ns();
    const enum strategy_kind strategy = o->strategy < 0 ? STRATEGY_RANDOM : (enum strategy_kind)o->strategy;
    *x = (struct exploration){.strategy = strategy_name(strategy), .phase = "sample", .bound = -1};
    base_plan(&box->plan, o);
    box->plan.strategy = (uint8_t)strategy;
    box->plan.executions = o->executions ? o->executions : (uint64_t)o->seconds * EXECUTIONS_A_SECOND;
    if (o->seconds)
        box->plan.deadline_ns = begin + (uint64_t)o->seconds * 1000000000u;
    int error = runner_do(runner, o->seconds ? o->seconds + GRACE_SECONDS : 0);
    if (!error)
        count(x, box);
    if (!error && may_hide_a_race(o, &box->outcome))
        error = prefer_race(runner, o, x);
    x->seconds = (double)(clock_ns() - begin) / 1e9;
    if (!error && x->verdict != VERDICT_PASS && x->verdict != VERDICT_UNSUPPORTED)
        error = show(runner, o, x);
    return error;
}
