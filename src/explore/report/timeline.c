#include "explore/report/timeline.h"

#include "explore/report/story.h"

#include <stdlib.h>
#include <string.h>

static bool takes(const struct event *e)
{
    if (e->flags & EVENT_FAILED)
        return false;
    return e->op == OP_LOCK || e->op == OP_TRYLOCK || e->op == OP_TIMEDLOCK || e->op == OP_WRITE_LOCK ||
           e->op == OP_READ_LOCK;
}

// Whether somebody holds the lock at @p address after event number @p at. Found by looking back: the last
// event on it says so.
static bool is_held(const struct blackbox *box, uint64_t address, uint32_t at)
{
    for (uint32_t i = at + 1; i-- > 0;) {
        const struct event *e = &box->events[i];
        if (e->address == address && takes(e))
            return true;
        if (e->address == address &&
            (e->op == OP_UNLOCK || e->op == OP_RW_UNLOCK || e->op == OP_READ_UNLOCK || e->op == OP_INIT))
            return false;
        if (e->object2 == address && e->op == OP_WAIT_BEGIN)
            return false;
        if (e->object2 == address && e->op == OP_WAIT_END)
            return true;
    }
    return false;
}

static bool has_ended(const struct blackbox *box, unsigned thread, uint32_t at)
{
    for (uint32_t i = 0; i <= at; i++)
        if (box->events[i].op == OP_EXIT && box->events[i].thread == thread)
            return true;
    return false;
}

static bool is_born(const struct blackbox *box, unsigned thread, uint32_t at)
{
    for (uint32_t i = 0; i <= at && thread; i++)
        if (box->events[i].op == OP_CREATE && box->events[i].other == thread)
            return true;
    return thread == 0;
}

// What a thread does next, seen from event number @p at: its next event, or what it waits for in the end.
static struct event next_of(const struct blackbox *box, unsigned thread, uint32_t at)
{
    for (uint32_t i = at + 1; i < box->nevents; i++)
        if (box->events[i].thread == thread)
            return box->events[i];
    const struct outcome *o = &box->outcome;
    for (unsigned i = 0; i < o->nwaits; i++)
        if (o->waits[i].thread == thread)
            return (struct event){
                .op = o->waits[i].op, .address = o->waits[i].address, .other = o->waits[i].holder};
    return (struct event){.op = OP_NONE};
}

enum presence timeline_presence(const struct timeline *t, const struct row *row, unsigned thread)
{
    const struct blackbox *box = t->report->box;
    const uint32_t at = row->last < box->nevents ? row->last : box->nevents - 1;
    if (!is_born(box, thread, at) || has_ended(box, thread, at))
        return PRESENCE_NONE;
    const struct event next = next_of(box, thread, at);
    switch (next.op) {
    case OP_LOCK:
    case OP_TIMEDLOCK:
    case OP_READ_LOCK:
    case OP_WRITE_LOCK: return is_held(box, next.address, at) ? PRESENCE_WAITING : PRESENCE_READY;
    case OP_JOIN: return has_ended(box, next.other, at) ? PRESENCE_READY : PRESENCE_WAITING;
    case OP_WAIT_END:
    case OP_SPURIOUS:
    case OP_TIMEOUT:
    case OP_SLEEP:
    case OP_MEET:
    case OP_SETTLE:
    case OP_SPIN:
    case OP_BARRIER:
    case OP_SEM_WAIT: return PRESENCE_WAITING;
    default: return PRESENCE_READY;
    }
}

bool timeline_shows(const struct timeline *t, unsigned thread)
{
    for (size_t i = 0; i < t->nrows; i++)
        if (t->rows[i].thread == thread)
            return true;
    return false;
}

static struct row *add(struct timeline *t, struct row row)
{
    t->rows = realloc(t->rows, (t->nrows + 1) * sizeof *t->rows);
    if (!t->rows)
        abort();
    t->rows[t->nrows] = row;
    return &t->rows[t->nrows++];
}

static char *place_of(const struct report *r, uint32_t pc)
{
    struct text t = {0};
    if (pc)
        story_place(r, pc, &t);
    return t.bytes ? t.bytes : text_format("%s", "");
}

static bool is_bad(const struct blackbox *box, uint32_t at)
{
    const struct outcome *o = &box->outcome;
    if (o->verdict == VERDICT_RACE)
        return at == story_race_event(box, 0) || at == story_race_event(box, 1);
    struct gap gap;
    if (story_gap(box, &gap) && (at == gap.first || at == gap.between || at == gap.second))
        return true;
    return o->kind == KIND_EXIT_STATUS && box->events[at].op == OP_PROCESS_EXIT && at + 1 == box->nevents;
}

// That a thread starts tells nothing if it goes on at once.
static bool is_dull(const struct blackbox *box, uint32_t i)
{
    const struct event *e = &box->events[i];
    return e->op == OP_START && (e->thread == 0 || (i + 1 < box->nevents && e[1].thread == e->thread));
}

static void add_events(struct timeline *t)
{
    const struct report *r = t->report;
    for (uint32_t i = 0; i < r->box->nevents; i++) {
        const struct event *e = &r->box->events[i];
        if (is_dull(r->box, i))
            continue;
        struct text text = {0};
        story_action(r, e, &text);
        add(t, (struct row){.place = place_of(r, e->op == OP_START ? 0 : e->pc),
                            .text = text.bytes,
                            .thread = e->thread,
                            .time_ns = e->time_ns,
                            .bad = is_bad(r->box, i),
                            .first = i,
                            .last = i});
        t->has_time |= e->time_ns >= 1000000;
    }
}

// Who only waits for a thread to end is not at fault, unless nobody else is.
static bool is_at_fault(const struct outcome *o, const struct wait *w)
{
    bool others = false;
    for (unsigned i = 0; i < o->nwaits; i++)
        others |= o->waits[i].op != OP_JOIN;
    return w->op != OP_JOIN || !others;
}

// What the execution ended with is no step: rows of its own behind all others.
static void add_end(struct timeline *t)
{
    const struct report *r = t->report;
    const struct outcome *o = &r->box->outcome;
    const uint64_t now = t->nrows ? t->rows[t->nrows - 1].time_ns : 0;
    struct row row = {.bad = true, .time_ns = now, .first = r->box->nevents, .last = r->box->nevents};
    for (unsigned i = 0; i < o->nwaits; i++) {
        struct text text = {0};
        story_wait(r, &o->waits[i], &text);
        row.thread = o->waits[i].thread;
        row.bad = is_at_fault(o, &o->waits[i]);
        row.text = text.bytes;
        row.place = place_of(r, o->waits[i].pc);
        add(t, row);
    }
    struct text text = {0};
    story_end(r, &text);
    if (!text.bytes)
        return;
    row.bad = true;
    row.thread = o->thread;
    row.text = text.bytes;
    row.place = o->line ? text_format("%s:%d", story_file(o->file), o->line) : place_of(r, o->pc);
    add(t, row);
}

static void drop(struct timeline *t, size_t from, size_t n)
{
    for (size_t i = from; i < from + n; i++) {
        free(t->rows[i].place);
        free(t->rows[i].text);
    }
    memmove(&t->rows[from], &t->rows[from + n], (t->nrows - from - n) * sizeof *t->rows);
    t->nrows -= n;
}

// One row in place of @p n of them.
static void fold(struct timeline *t, size_t from, size_t n)
{
    struct row *row = &t->rows[from];
    const uint32_t last = t->rows[from + n - 1].last;
    drop(t, from + 1, n - 1);
    row->last = last;
    free(row->text);
    free(row->place);
    row->place = text_format("%s", "");
    row->text = text_format("… %u steps", row->last - row->first + 1);
}

static size_t run_from(const struct timeline *t, size_t from)
{
    size_t n = 0;
    while (from + n < t->nrows && !t->rows[from + n].bad && t->rows[from + n].thread == t->rows[from].thread)
        n++;
    return n;
}

// Too many rows: the longest runs of one thread become one row each, but for their first and last step.
static void fold_runs(struct timeline *t)
{
    while (t->nrows > TIMELINE_ROWS_MAX) {
        size_t longest = 0, at = 0;
        for (size_t i = 0, n; i < t->nrows; i += n ? n : 1) {
            n = run_from(t, i);
            if (n > longest)
                longest = n, at = i;
        }
        if (longest < 4)
            break;
        fold(t, at + 1, longest - 2);
    }
}

// Still too many: what lies between the beginning and the end, as long as nothing there is bad.
static void fold_middle(struct timeline *t)
{
    enum { BEGINNING = 8 };
    if (t->nrows <= TIMELINE_ROWS_MAX)
        return;
    fold(t, BEGINNING, t->nrows - TIMELINE_ROWS_MAX + 1);
}

static bool has_one_file(const struct timeline *t)
{
    const char *file = NULL;
    size_t length = 0;
    for (size_t i = 0; i < t->nrows; i++) {
        const char *place = t->rows[i].place, *colon = strrchr(place, ':');
        if (!colon)
            continue;
        if (file && ((size_t)(colon - place) != length || strncmp(file, place, length) != 0))
            return false;
        file = place;
        length = (size_t)(colon - place);
    }
    return true;
}

void timeline_add_place(const struct timeline *t, const struct row *row, struct text *out)
{
    const char *colon = strrchr(row->place, ':');
    if (t->one_file && colon)
        text_addf(out, "line %s", colon + 1);
    else
        text_add(out, row->place);
}

void timeline_init(struct timeline *out, const struct report *r)
{
    *out = (struct timeline){.report = r};
    add_events(out);
    add_end(out);
    fold_runs(out);
    fold_middle(out);
    out->one_file = has_one_file(out);
}

void timeline_deinit(struct timeline *t)
{
    drop(t, 0, t->nrows);
    free(t->rows);
}
