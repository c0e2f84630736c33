// A data race in words: who touches what, which locks they hold, and what lies between that looks like an
// order and is none.
#include "explore/clocks/shadow.h"
#include "explore/report/story.h"

#include <string.h>

struct side {
    const struct race_side *told;
    uint32_t event; // nevents: not found
    uint32_t nheld;
    uint64_t held[HELD_MAX]; // locks
};

static const char *does(const struct race_side *s)
{
    if (s->kind & ACCESS_FREE)
        return "frees";
    if (s->kind & ACCESS_ATOMIC)
        return s->kind & ACCESS_WRITE ? "atomically writes" : "atomically reads";
    return s->kind & ACCESS_WRITE ? "writes" : "reads";
}

static bool is_write(const struct event *e)
{
    return e->op != OP_READ && e->op != OP_ATOMIC_LOAD;
}

uint32_t story_race_event(const struct blackbox *box, int side)
{
    const struct race_side *s = &box->outcome.sides[side];
    for (uint32_t i = box->nevents; i-- > 0;) {
        const struct event *e = &box->events[i];
        if (e->thread == s->thread && e->pc == s->pc && is_write(e) == (s->kind & ACCESS_WRITE))
            return i;
    }
    return box->nevents;
}

static void take(struct side *s, uint64_t lock)
{
    if (s->nheld < HELD_MAX)
        s->held[s->nheld++] = lock;
}

static void give(struct side *s, uint64_t lock)
{
    for (uint32_t i = 0; i < s->nheld; i++)
        if (s->held[i] == lock)
            s->held[i] = s->held[--s->nheld];
}

// The locks that a thread holds at its access, from the events before it.
static struct side side_of(const struct blackbox *box, int which)
{
    struct side s = {.told = &box->outcome.sides[which], .event = story_race_event(box, which)};
    for (uint32_t i = 0; i < s.event; i++) {
        const struct event *e = &box->events[i];
        if (e->thread != s.told->thread || e->flags & EVENT_FAILED)
            continue;
        switch (e->op) {
        case OP_LOCK:
        case OP_TRYLOCK:
        case OP_TIMEDLOCK:
        case OP_READ_LOCK:
        case OP_WRITE_LOCK: take(&s, e->address); break;
        case OP_UNLOCK:
        case OP_READ_UNLOCK:
        case OP_RW_UNLOCK: give(&s, e->address); break;
        case OP_WAIT_BEGIN: give(&s, e->object2); break;
        case OP_WAIT_END: take(&s, e->object2); break;
        default: break;
        }
    }
    return s;
}

static void add_held(const struct report *r, const struct side *s, struct text *out)
{
    story_thread(r, s->told->thread, out);
    text_add(out, s->nheld ? " holds " : " holds no lock");
    for (uint32_t i = 0; i < s->nheld; i++) {
        text_add(out, i ? " and " : "");
        story_object(r, s->held[i], out);
    }
}

static void add_locks(const struct report *r, const struct side *a, const struct side *b, struct text *out)
{
    if (!a->nheld && !b->nheld)
        return;
    text_add(out, " ");
    add_held(r, a, out);
    text_add(out, ", ");
    add_held(r, b, out);
    text_add(out, a->nheld && b->nheld ? ": different locks do not keep each other out."
                                       : ": a lock keeps out only those who take it too.");
}

// What one thread published after the first access and the other saw before the second, but relaxed.
static const struct event *relaxed_flag(const struct blackbox *box, const struct side *a,
                                        const struct side *b)
{
    for (uint32_t i = a->event; i < b->event && b->event < box->nevents; i++) {
        const struct event *store = &box->events[i];
        if (store->thread != a->told->thread || store->op < OP_ATOMIC_STORE || store->op > OP_ATOMIC_CAS)
            continue;
        for (uint32_t k = i + 1; k < b->event; k++) {
            const struct event *load = &box->events[k];
            if (load->thread == b->told->thread && load->address == store->address &&
                load->op >= OP_ATOMIC_LOAD && load->op <= OP_ATOMIC_CAS)
                return store;
        }
    }
    return NULL;
}

static bool sleeps_between(const struct blackbox *box, const struct side *a, const struct side *b)
{
    bool sleeps = false;
    for (uint32_t i = 0; i < b->event && b->event < box->nevents; i++) {
        const struct event *e = &box->events[i];
        sleeps |= e->op == OP_SLEEP && (e->thread == b->told->thread || e->thread == a->told->thread);
    }
    return sleeps;
}

static void add_hints(const struct report *r, const struct side *a, const struct side *b, struct text *out)
{
    const unsigned kinds = a->told->kind | b->told->kind;
    if (kinds & ACCESS_VOLATILE)
        text_add(out, " `volatile` does not make an access atomic, and orders nothing between threads.");
    if ((a->told->kind ^ b->told->kind) & ACCESS_ATOMIC)
        text_add(out, " One access is atomic and one is not: only two atomic ones never race.");
    const struct event *flag = relaxed_flag(r->box, a, b);
    if (flag) {
        text_add(out, " ");
        story_object(r, flag->address, out);
        text_add(out, " lies between them, but orders nothing: the store must release and the load acquire.");
    } else if (sleeps_between(r->box, a, b)) {
        text_add(out, " A sleep makes one order likely, and orders nothing.");
    }
}

static void add_side(const struct report *r, const struct race_side *s, struct text *out)
{
    story_thread(r, s->thread, out);
    text_addf(out, " %s it at ", does(s));
    story_place(r, s->pc, out);
}

void story_race(const struct report *r, struct text *out)
{
    const struct outcome *o = &r->box->outcome;
    const struct side a = side_of(r->box, 0), b = side_of(r->box, 1);
    text_add(out, "Race on ");
    story_object(r, o->address, out);
    text_add(out, ": ");
    add_side(r, a.told, out);
    text_add(out, " while ");
    add_side(r, b.told, out);
    text_add(out, "; nothing orders the two.");
    add_locks(r, &a, &b, out);
    add_hints(r, &a, &b, out);
}
