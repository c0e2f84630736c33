// A decision and its use that another thread came between: no data race, and still wrong. And the waits that
// ended although nothing had come true.
#include "explore/report/story.h"

static bool is_lock(const struct event *e)
{
    return (e->op == OP_LOCK || e->op == OP_WRITE_LOCK || e->op == OP_TRYLOCK) && !(e->flags & EVENT_FAILED);
}

static bool loads(const struct event *e)
{
    return e->op == OP_READ || e->op == OP_ATOMIC_LOAD;
}

static bool stores(const struct event *e)
{
    return e->op == OP_WRITE || e->op == OP_ATOMIC_STORE;
}

static bool changes(const struct event *e)
{
    return stores(e) || ((e->op == OP_ATOMIC_RMW || e->op == OP_ATOMIC_CAS) && !(e->flags & EVENT_FAILED));
}

// From event @p i of a thread: its next one on the same object, with what another thread did there between.
static bool gap_from(const struct blackbox *box, uint32_t i, bool (*first)(const struct event *),
                     bool (*between)(const struct event *), bool (*second)(const struct event *),
                     struct gap *out)
{
    const struct event *a = &box->events[i];
    if (!first(a))
        return false;
    *out = (struct gap){.first = i};
    for (uint32_t k = i + 1; k < box->nevents; k++) {
        const struct event *e = &box->events[k];
        if (e->address != a->address)
            continue;
        if (e->thread != a->thread && between(e))
            out->between = k;
        if (e->thread != a->thread || !(first(e) || second(e)))
            continue;
        out->second = k;
        return out->between && second(e);
    }
    return false;
}

bool story_gap(const struct blackbox *box, struct gap *out)
{
    if (box->outcome.verdict != VERDICT_WRONG)
        return false;
    for (uint32_t i = box->nevents; i-- > 0;)
        if (gap_from(box, i, loads, changes, stores, out))
            return true;
    for (uint32_t i = box->nevents; i-- > 0;)
        if (gap_from(box, i, is_lock, is_lock, is_lock, out))
            return true;
    return false;
}

static void add_gap(const struct report *r, struct text *out)
{
    struct gap gap;
    if (!story_gap(r->box, &gap))
        return;
    const struct event *a = &r->box->events[gap.first], *b = &r->box->events[gap.between],
                       *c = &r->box->events[gap.second];
    text_add(out, " Note the gap: ");
    story_step(r, a, out);
    text_add(out, " at ");
    story_place(r, a->pc, out);
    text_addf(out, is_lock(a) ? " and again at " : " and %s it at ", event_verb(c->op));
    story_place(r, c->pc, out);
    text_add(out, "; in between, at ");
    story_place(r, b->pc, out);
    text_add(out, ", ");
    story_step(r, b, out);
    text_add(out, is_lock(a) ? ". What was true in the first section need not be true in the second."
                             : ". To read and to write are two steps.");
}

static void add_spurious(const struct report *r, struct text *out)
{
    for (uint32_t i = r->box->nevents; i-- > 0;) {
        const struct event *e = &r->box->events[i];
        if (e->op != OP_SPURIOUS)
            continue;
        text_add(out, " ");
        story_step(r, e, out);
        text_add(out, " at ");
        story_place(r, e->pc, out);
        text_add(out, ", as POSIX allows: a wait needs a loop that tests its condition again.");
        return;
    }
}

// A waiter was signalled, but another thread had the mutex before it.
static void add_stolen(const struct report *r, struct text *out)
{
    const struct blackbox *box = r->box;
    for (uint32_t i = box->nevents; i-- > 0;) {
        const struct event *e = &box->events[i];
        if (e->op != OP_WAIT_END || e->thread != box->outcome.thread)
            continue;
        for (uint32_t k = i; k-- > 0 && box->events[k].thread != e->thread;) {
            const struct event *lock = &box->events[k];
            if (!is_lock(lock) || lock->address != e->object2)
                continue;
            text_add(out, " Before ");
            story_thread(r, e->thread, out);
            text_add(out, " came back from its wait at ");
            story_place(r, e->pc, out);
            text_add(out, ", ");
            story_thread(r, lock->thread, out);
            text_add(out, " had the mutex at ");
            story_place(r, lock->pc, out);
            text_add(out, ": test the condition again after a wait, in a loop.");
            return;
        }
        return;
    }
}

static void add_timeout(const struct report *r, struct text *out)
{
    for (uint32_t i = r->box->nevents; i-- > 0;) {
        const struct event *e = &r->box->events[i];
        if (e->op != OP_TIMEOUT || e->thread != r->box->outcome.thread)
            continue;
        text_add(out, " The wait at ");
        story_place(r, e->pc, out);
        text_add(out, " ended because its time was up: what it waited for need not be true.");
        return;
    }
}

void story_why_wrong(const struct report *r, struct text *out)
{
    const size_t before = out->length;
    add_spurious(r, out);
    if (out->length == before)
        add_timeout(r, out);
    if (out->length == before)
        add_stolen(r, out);
    if (out->length == before)
        add_gap(r, out);
}
