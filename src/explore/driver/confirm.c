// A failure that fibers found is a claim; what real threads show is a fact. So the witness is replayed on
// them, and what comes out there is what the reader sees. If nothing comes of it, one of the two back ends is
// wrong: the failure is not shown, both executions are kept, and the search goes on with threads alone.
#include "explore/driver/search.h"
#include "explore/runtime/outcome.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS = 60, SECONDS_OF_HANG = 5, TICKS_OF_HANG = 5 };

static bool may_be_silent(const struct failure *f)
{
    return f->outcome.verdict == VERDICT_HANG && f->outcome.kind == KIND_LOOP;
}

// The execution again, on the schedule that it took: this time with call stacks and values.
static int tell(struct search *s, const struct failure *f, enum backend_kind backend)
{
    search_replay(s, f);
    struct plan *p = &s->box->plan;
    p->backend = (uint8_t)backend;
    p->tell = true;
    if (!s->options->tolerate_races)
        p->nracy = UINT32_MAX; // told, not steps
    if (may_be_silent(f))
        p->idle_ticks = TICKS_OF_HANG; // it was without a step for longer, at this very place
    return runner_do(s->runner, may_be_silent(f) ? SECONDS_OF_HANG : SECONDS);
}

static bool is_the_same(const struct search *s, const struct failure *f)
{
    return outcome_same(&s->box->outcome, &f->outcome) && !s->box->diverged_at;
}

// The system would not have it, which says nothing about the program.
static bool could_not_run(const struct blackbox *box)
{
    return box->outcome.verdict == VERDICT_UNSUPPORTED && box->outcome.kind == KIND_RUNNER;
}

static struct blackbox *copy_of(const struct blackbox *box)
{
    struct blackbox *copy = malloc(sizeof *copy);
    return copy ? memcpy(copy, box, sizeof *copy) : NULL;
}

// With fibers alone: the witness of an incident, or of a failure where threads cannot run.
static int tell_with_fibers(struct search *s, const struct failure *f)
{
    const int error = tell(s, f, BACKEND_FIBERS);
    if (!error && !is_the_same(s, f))
        s->x->verdict =
            VERDICT_UNSUPPORTED; // the program is not determined by its schedule: the report says so
    return error;
}

static int disagree(struct search *s, const struct failure *f)
{
    struct incident *i = &s->x->incident;
    i->threads = copy_of(s->box);
    const int error = i->threads ? tell_with_fibers(s, f) : ENOMEM;
    if (error || s->x->verdict == VERDICT_UNSUPPORTED)
        return error;
    i->fibers = copy_of(s->box);
    return i->fibers ? 0 : ENOMEM;
}

int search_confirm(struct search *s, const struct failure *f)
{
    const int error = tell(s, f, BACKEND_THREADS);
    s->x->reproduced = !error && is_the_same(s, f);
    if (error || s->x->reproduced)
        return error;
    if (s->backend == BACKEND_FIBERS)
        return could_not_run(s->box) ? tell_with_fibers(s, f) : disagree(s, f);
    s->x->verdict = VERDICT_UNSUPPORTED; // found with threads, and not again: not determined by its schedule
    return 0;
}
