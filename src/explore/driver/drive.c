#include "explore/driver/drive.h"

#include "explore/driver/search.h"
#include "explore/runtime/outcome.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// How many executions a second is worth: a number, so that the phases do not depend on the machine.
enum { WITH_FIBERS = 50000, WITH_THREADS = 1000 };
enum { GRACE_SECONDS = 5, RACE_HUNT = 64, IDLE_TICKS = 25 };

uint64_t search_clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void search_plan(struct search *s, enum strategy_kind strategy, uint64_t executions)
{
    const struct options *o = s->options;
    struct plan *p = &s->box->plan;
    memset(p, 0, offsetof(struct plan, schedule)); // which is large, and says how much of it counts
    p->strategy = (uint8_t)strategy;
    p->executions = executions;
    p->first = s->x->executions;
    p->phase = s->phase;
    p->deadline_ns = s->deadline_ns;
    p->tolerate_races = o->tolerate_races;
    p->racy_steps = o->tolerate_races;
    p->nracy = UINT32_MAX;
    p->leaks = o->leaks;
    p->outputs = o->outputs || o->expect; // what is compared is also a step: its order decides
    p->compare = o->expect;
    p->expressions = options_expects_expressions(o);
    p->livelocks = strategy == STRATEGY_FAIR;
    p->backend = (uint8_t)s->backend;
    p->idle_ticks = IDLE_TICKS;
    p->time = o->time == TIME_OF_FREE ? TIME_FREE : TIME_QUIESCENT;
    p->seed = o->seed;
    p->max_steps = o->max_steps;
    p->max_threads = o->max_threads;
    p->spurious = o->spurious;
    p->depth = o->depth;
    snprintf(p->entry, sizeof p->entry, "%s", o->entry);
}

static unsigned patience(const struct search *s)
{
    const uint64_t now = search_clock_ns();
    if (!s->deadline_ns)
        return 0;
    return GRACE_SECONDS + (s->deadline_ns > now ? (unsigned)((s->deadline_ns - now) / 1000000000u) : 0);
}

int search_do(struct search *s)
{
    const int error = runner_do(s->runner, patience(s));
    if (error)
        return error;
    const struct blackbox *box = s->box;
    s->phase++;
    s->x->strategy = strategy_name(box->plan.strategy);
    s->x->executions += box->executions;
    s->x->steps += box->steps;
    s->x->cut += box->cut;
    s->x->distinct = box->distinct;
    s->x->cut_by_time |= box->timed_out;
    s->x->verdict = box->outcome.verdict;
    return 0;
}

void search_keep(const struct search *s, struct failure *out)
{
    const struct blackbox *box = s->box;
    out->outcome = box->outcome;
    out->time = box->plan.time;
    out->nracy = box->profile.nracy;
    out->ndecisions = box->ndecisions;
    memcpy(out->decisions, box->decisions, box->ndecisions * sizeof box->decisions[0]);
}

void search_replay(struct search *s, const struct failure *f)
{
    search_plan(s, STRATEGY_REPLAY, 1);
    struct plan *p = &s->box->plan;
    p->deadline_ns = 0;
    p->time = f->time;
    p->nracy = f->nracy;
    p->livelocks = f->outcome.kind == KIND_LIVELOCK;
    p->nschedule = f->ndecisions;
    memcpy(p->schedule, f->decisions, f->ndecisions * sizeof f->decisions[0]);
}

// A wrong result may be the consequence of a race, found first by chance. The race is then the thing to tell,
// so look for one a little longer; if there is none, the failure stands.
static int prefer_race(struct search *s, struct failure *f)
{
    search_plan(s, STRATEGY_RANDOM, RACE_HUNT);
    s->box->plan.only_races = true;
    s->box->plan.accesses = ACCESSES_MAX;
    s->box->plan.time = f->time;
    const int error = runner_do(s->runner, s->deadline_ns ? GRACE_SECONDS : 0);
    if (!error && s->box->outcome.verdict == VERDICT_RACE) {
        s->x->verdict = VERDICT_RACE;
        search_keep(s, f);
    }
    return error;
}

static bool may_hide_a_race(const struct search *s, const struct outcome *outcome)
{
    return !s->options->tolerate_races && s->box->profile.npaths > 1 &&
           (outcome->verdict == VERDICT_WRONG || outcome->verdict == VERDICT_LEAK) &&
           outcome->kind != KIND_TODO && outcome->kind != KIND_MISUSE;
}

// One strategy, for all of the budget.
static int search_with(struct search *s, enum strategy_kind strategy)
{
    s->x->phase = "sample";
    search_plan(s, strategy, s->budget);
    const int error = search_do(s);
    const struct blackbox *box = s->box;
    s->x->complete = !error && strategy == STRATEGY_DPOR && search_knows_all(s);
    if (!error && strategy == STRATEGY_ICB && box->exhausted && box->outcome.verdict == VERDICT_PASS)
        s->x->bound = (int)s->options->depth;
    return error;
}

static int make_witness(struct search *s)
{
    struct failure *f = malloc(sizeof *f);
    if (!f)
        return ENOMEM;
    int error = 0;
    search_keep(s, f);
    if (may_hide_a_race(s, &f->outcome))
        error = prefer_race(s, f);
    if (!error && s->options->strategy < 0)
        error = search_shrink(s, f);
    if (!error)
        error = search_confirm(s, f);
    free(f);
    return error;
}

static uint64_t budget(const struct search *s)
{
    const struct options *o = s->options;
    const unsigned a_second = s->backend == BACKEND_FIBERS ? WITH_FIBERS : WITH_THREADS;
    return o->executions ? o->executions : (uint64_t)o->seconds * a_second;
}

// From the beginning, with threads: what fibers have taught may be wrong.
static void change_to_threads(struct search *s)
{
    struct blackbox *box = s->box;
    s->backend = BACKEND_THREADS;
    s->budget = budget(s);
    memset(&box->profile, 0, sizeof box->profile);
    memset(&box->outputs, 0, offsetof(struct outputs, bytes));
    box->outcome.verdict = VERDICT_PASS;
    box->distinct = 0;
    struct exploration *x = s->x;
    *x = (struct exploration){.strategy = "",
                              .phase = "",
                              .bound = -1,
                              .incident = x->incident,
                              .shares_tls = x->shares_tls,
                              .cut_by_time = x->cut_by_time};
}

// Until a failure that stands, or the end.
static int search(struct search *s)
{
    const int strategy = s->options->strategy;
    const uint64_t begin = search_clock_ns();
    const int error = strategy < 0 ? search_spend(s) : search_with(s, (enum strategy_kind)strategy);
    s->x->seconds += (double)(search_clock_ns() - begin) / 1e9;
    if (error || s->x->verdict == VERDICT_PASS)
        return error;
    if (s->x->verdict != VERDICT_UNSUPPORTED)
        return make_witness(s);
    s->x->shares_tls = s->box->outcome.kind == KIND_SHARED_TLS;
    return 0;
}

int drive(struct runner *runner, const struct options *o, struct exploration *x)
{
    const uint64_t begin = search_clock_ns();
    *x = (struct exploration){.strategy = "", .phase = "", .bound = -1};
    struct search s = {.runner = runner,
                       .box = runner_box(runner),
                       .options = o,
                       .x = x,
                       .backend = o->threads ? BACKEND_THREADS : BACKEND_FIBERS,
                       .deadline_ns = o->seconds ? begin + (uint64_t)o->seconds * 1000000000u : 0};
    s.budget = budget(&s);
    int error = search(&s);
    if (!error && (x->shares_tls || x->incident.fibers) && s.backend == BACKEND_FIBERS) {
        change_to_threads(&s);
        error = search(&s);
    }
    x->reproduced |= s.backend == BACKEND_THREADS;
    return error;
}

void drive_end(struct exploration *x)
{
    free(x->incident.fibers);
    free(x->incident.threads);
    x->incident = (struct incident){0};
}

int drive_replay(struct runner *runner, const struct options *o, const struct replay *r,
                 struct exploration *x)
{
    struct blackbox *box = runner_box(runner);
    *x = (struct exploration){.phase = "replay", .bound = -1};
    struct options as_then = *o;
    as_then.seed = r->seed;
    as_then.spurious = r->spurious;
    as_then.tolerate_races = r->tolerate_races;
    struct search s = {.runner = runner,
                       .box = box,
                       .options = &as_then,
                       .x = x,
                       .backend = o->threads ? BACKEND_THREADS : BACKEND_FIBERS};
    x->reproduced = o->threads;
    search_plan(&s, STRATEGY_REPLAY, 1);
    struct plan *p = &box->plan;
    p->time = (uint8_t)r->time;
    p->tell = true;
    p->nracy = r->nracy;
    p->livelocks = r->livelocks;
    p->nschedule = r->ndecisions;
    memcpy(p->schedule, r->decisions, r->ndecisions * sizeof r->decisions[0]);
    box->profile.nracy_found = r->nracy;
    memcpy(box->profile.racy, r->racy, r->nracy * sizeof r->racy[0]);
    return search_do(&s);
}
