// A deadlock in words: who holds what, who waits for whom, and why that never ends.
#include "explore/report/story.h"

#include <string.h>

static const struct wait *wait_of(const struct outcome *o, unsigned thread)
{
    for (unsigned i = 0; i < o->nwaits; i++)
        if (o->waits[i].thread == thread)
            return &o->waits[i];
    return NULL;
}

// Whether a thread waits, over others, for itself. With @p joins only joins lead on, else only locks.
static bool is_in_cycle(const struct outcome *o, const struct wait *first, bool joins)
{
    const struct wait *w = first;
    for (unsigned n = 0; w && n <= o->nwaits && (w->op == OP_JOIN) == joins; n++) {
        if (w->holder == THREAD_NONE || w->holder_done)
            return false;
        if (w->holder == first->thread)
            return true;
        w = wait_of(o, w->holder);
    }
    return false;
}

static void add_at(const struct report *r, uint32_t pc, struct text *out)
{
    text_add(out, " at ");
    story_place(r, pc, out);
}

static void add_lock_held(const struct report *r, const struct wait *w, struct text *out)
{
    if (w->holder == w->thread)
        text_add(out, ", which it holds itself");
    else
        text_add(out, ", which ");
    if (w->holder != w->thread) {
        story_thread(r, w->holder, out);
        text_add(out, w->holder_done ? " took" : " holds");
    }
    text_add(out, w->holder_done ? " at " : " since ");
    story_place(r, w->held_pc, out);
    if (w->holder_done)
        text_add(out, " and never unlocked: that thread has ended");
    else if (w->holder == w->thread)
        text_add(out, ": who waits for a lock cannot unlock it");
}

// One of a deadly embrace: what it holds (what the one before it in the circle wants), then what it wants.
static void add_embraced(const struct report *r, const struct wait *w, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    story_thread(r, w->thread, out);
    for (unsigned i = 0; i < o->nwaits; i++) {
        const struct wait *wanted = &o->waits[i];
        if (wanted->holder != w->thread || !is_in_cycle(o, wanted, false))
            continue;
        text_add(out, " holds ");
        story_object(r, wanted->address, out);
        text_add(out, " since ");
        story_place(r, wanted->held_pc, out);
        text_add(out, " and");
        break;
    }
    text_add(out, " ");
    story_wait(r, w, out);
    add_at(r, w->pc, out);
    text_add(out, "; ");
}

static bool waits_since(const struct blackbox *box, const struct wait *w, uint32_t *begin)
{
    for (uint32_t i = box->nevents; i-- > 0;) {
        const struct event *e = &box->events[i];
        if (e->op == OP_WAIT_BEGIN && e->thread == w->thread && e->address == w->address) {
            *begin = i;
            return true;
        }
    }
    return false;
}

static bool wakes(const struct event *e, const struct wait *w)
{
    return (e->op == OP_SIGNAL || e->op == OP_BROADCAST) && e->address == w->address;
}

// A signal that reached another waiter, which then went back to wait: it was meant for somebody else.
static const struct event *misdirected(const struct blackbox *box, const struct wait *w, uint32_t begin)
{
    for (uint32_t i = begin; i < box->nevents; i++) {
        const struct event *e = &box->events[i];
        if (e->op != OP_SIGNAL || !wakes(e, w) || e->flags & EVENT_FAILED)
            continue;
        for (uint32_t k = i + 1; k < box->nevents; k++)
            if (box->events[k].op == OP_WAIT_BEGIN && box->events[k].thread == e->other &&
                box->events[k].address == w->address)
                return e;
    }
    return NULL;
}

static const struct event *lost_before(const struct blackbox *box, const struct wait *w, uint32_t begin)
{
    for (uint32_t i = begin; i-- > 0;)
        if (wakes(&box->events[i], w) && box->events[i].flags & EVENT_FAILED)
            return &box->events[i];
    return NULL;
}

static void add_lost(const struct report *r, const struct wait *w, const struct event *signal,
                     struct text *out)
{
    story_thread(r, signal->thread, out);
    text_addf(out, " %s ", event_verb(signal->op));
    story_object(r, w->address, out);
    add_at(r, signal->pc, out);
    text_add(out, " when nobody waits; ");
    story_thread(r, w->thread, out);
    text_add(out, " begins to wait");
    add_at(r, w->pc, out);
    text_add(out,
             " afterwards: the wake-up is lost. Is the condition tested, under the mutex, before the wait? ");
}

static void add_misdirected(const struct report *r, const struct wait *w, const struct event *signal,
                            struct text *out)
{
    text_add(out, "The signal");
    add_at(r, signal->pc, out);
    text_add(out, " wakes ");
    story_thread(r, signal->other, out);
    text_add(out, ", whose condition is still false, so that it waits again; ");
    story_thread(r, w->thread, out);
    text_add(out, ", waiting on ");
    story_object(r, w->address, out);
    add_at(r, w->pc, out);
    text_add(out, ", is not woken: use a broadcast, or a condition variable for each condition. ");
}

static void add_cond(const struct report *r, const struct wait *w, struct text *out)
{
    uint32_t begin = 0;
    if (!waits_since(r->box, w, &begin))
        return;
    const struct event *lost = lost_before(r->box, w, begin);
    const struct event *other = misdirected(r->box, w, begin);
    if (other) {
        add_misdirected(r, w, other, out);
    } else if (lost) {
        add_lost(r, w, lost, out);
    } else {
        story_thread(r, w->thread, out);
        text_add(out, " ");
        story_wait(r, w, out);
        add_at(r, w->pc, out);
        text_add(out, ", and nobody is left to signal it; ");
    }
}

static void add_wait(const struct report *r, const struct wait *w, struct text *out)
{
    if (w->op == OP_WAIT_END && w->holder == THREAD_NONE) {
        add_cond(r, w, out);
        return;
    }
    story_thread(r, w->thread, out);
    text_add(out, " ");
    story_wait(r, w, out);
    add_at(r, w->pc, out);
    if (w->polls)
        text_add(out, ", and nobody is left to change what it looks for; ");
    if (w->polls)
        return;
    if (w->op == OP_JOIN && w->holder == w->thread)
        text_add(out, ", which is itself");
    else if (w->op != OP_JOIN && w->holder != THREAD_NONE)
        add_lock_held(r, w, out);
    else if (w->op == OP_SPIN)
        text_add(out, ", which nobody is left to change");
    else if (w->op == OP_BARRIER)
        text_addf(out, ", which needs %u threads: %u have come, and nobody else is left to come", w->needed,
                  w->present);
    else if (w->op == OP_SEM_WAIT)
        text_add(out, ", which is 0, and nobody is left to post");
    text_add(out, "; ");
}

static bool any_in_cycle(const struct outcome *o, bool joins)
{
    for (unsigned i = 0; i < o->nwaits; i++)
        if (is_in_cycle(o, &o->waits[i], joins) && o->waits[i].holder != o->waits[i].thread)
            return true;
    return false;
}

void story_deadlock(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    const bool embrace = any_in_cycle(o, false);
    if (embrace)
        text_add(out, "A deadly embrace: ");
    else if (any_in_cycle(o, true))
        text_add(out, "Threads join each other: ");
    else
        text_add(out, o->kind == KIND_SPIN ? "A loop without end: " : "Deadlock: ");
    for (unsigned i = 0; i < o->nwaits; i++)
        if (embrace && is_in_cycle(o, &o->waits[i], false))
            add_embraced(r, &o->waits[i], out);
    for (unsigned i = 0; i < o->nwaits; i++)
        if (o->waits[i].op != OP_JOIN && !(embrace && is_in_cycle(o, &o->waits[i], false)))
            add_wait(r, &o->waits[i], out);
    for (unsigned i = 0; i < o->nwaits; i++) // who waits for a thread waits for what that one waits for
        if (o->waits[i].op == OP_JOIN)
            add_wait(r, &o->waits[i], out);
    const bool goes_on = out->bytes[out->length - 2] == ';';
    text_add(out, goes_on ? "nobody can go on." : "Nobody can go on.");
}
