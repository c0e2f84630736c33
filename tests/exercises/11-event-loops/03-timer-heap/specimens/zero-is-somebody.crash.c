// Believes: nobody asks for a number that was never given.
#include "timers.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

enum { SLOTS_MAX = 1 << 24 }; // timers at once; a number is sequence * SLOTS_MAX + slot

struct timer {
    int64_t due;       // ms
    uint64_t sequence; // of equal ones, the one added first is earlier
    size_t slot;
    void (*fn)(void *);
    void *arg;
};

/** Where a timer stands, found by its number. */
struct slot {
    uint64_t id; // 0: free
    size_t at;   // in `timer`; of a free slot, the next free one
};

struct timers {
    uint64_t added;      // timers so far
    struct timer *timer; // the heap, and behind it those added during a run
    size_t heap;         // how many are in the heap
    size_t count, room;  // in all; for how many there is room, in both arrays
    struct slot *slot;
    size_t free; // the first free slot; used: the ones from there on never were
    size_t used;
    bool running;
};

struct timers *timers_open(void)
{
    return calloc(1, sizeof(struct timers));
}

static bool is_earlier(const struct timer *a, const struct timer *b)
{
    if (timers_before(a->due, b->due))
        return true;
    return a->sequence < b->sequence && !timers_before(b->due, a->due);
}

static void place(struct timers *t, size_t at, struct timer timer)
{
    t->timer[at] = timer;
    t->slot[timer.slot].at = at;
}

// Moves the timer at a place of the heap up, and if it stays there, down, to where it belongs.
static void sift(struct timers *t, size_t at)
{
    const struct timer moving = t->timer[at];
    for (size_t parent; at > 0 && is_earlier(&moving, &t->timer[parent = (at - 1) / 2]); at = parent)
        place(t, at, t->timer[parent]);
    for (size_t child; (child = 2 * at + 1) < t->heap; at = child) {
        if (child + 1 < t->heap && is_earlier(&t->timer[child + 1], &t->timer[child]))
            child++;
        if (!is_earlier(&t->timer[child], &moving))
            break;
        place(t, at, t->timer[child]);
    }
    place(t, at, moving);
}

static void into_heap(struct timers *t)
{
    while (t->heap < t->count)
        sift(t, t->heap++);
}

static bool make_room(struct timers *t)
{
    if (t->count < t->room)
        return true;
    const size_t room = t->room ? 2 * t->room : 16;
    struct timer *timer = room <= SLOTS_MAX ? realloc(t->timer, room * sizeof *timer) : NULL;
    if (!timer)
        return false;
    t->timer = timer;
    struct slot *slot = realloc(t->slot, room * sizeof *slot);
    if (!slot)
        return false;
    t->slot = slot;
    t->room = room;
    return true;
}

static size_t take_slot(struct timers *t)
{
    const size_t slot = t->free;
    if (slot == t->used)
        t->slot[slot].at = ++t->used;
    t->free = t->slot[slot].at;
    return slot;
}

uint64_t timers_add(struct timers *t, int64_t due_ms, void (*fn)(void *), void *arg)
{
    if (!make_room(t))
        return 0;
    const uint64_t sequence = ++t->added;
    const size_t slot = take_slot(t);
    t->slot[slot].id = sequence * SLOTS_MAX + slot;
    place(t, t->count++, (struct timer){due_ms, sequence, slot, fn, arg});
    if (!t->running) // else it is no part of this run
        into_heap(t);
    return t->slot[slot].id;
}

// Takes out the timer at a place. The last of the heap fills a hole in it, the last of all the one behind it.
static void take_out(struct timers *t, size_t at)
{
    const size_t slot = t->timer[at].slot;
    t->slot[slot] = (struct slot){.id = 0, .at = t->free};
    t->free = slot;
    if (at < t->heap) {
        const size_t hole = at;
        at = --t->heap;
        if (hole != at) {
            place(t, hole, t->timer[at]);
            sift(t, hole);
        }
    }
    if (at != --t->count)
        place(t, at, t->timer[t->count]);
}

bool timers_cancel(struct timers *t, uint64_t id)
{
    const size_t slot = id % SLOTS_MAX;
    if (slot >= t->used || t->slot[slot].id != id) // the mistake: a free slot has the number 0
        return false;
    take_out(t, t->slot[slot].at);
    return true;
}

int timers_wait(const struct timers *t, int64_t now_ms)
{
    if (t->heap == 0)
        return -1;
    const int64_t due = t->timer[0].due;
    if (!timers_before(now_ms, due))
        return 0;
    const uint64_t left = (uint64_t)due - (uint64_t)now_ms; // as int64_t it could overflow
    return left < INT_MAX ? (int)left : INT_MAX;
}

int timers_run(struct timers *t, int64_t now_ms)
{
    int called = 0;
    t->running = true;
    while (t->heap > 0 && !timers_before(now_ms, t->timer[0].due)) {
        const struct timer first = t->timer[0]; // a copy: the callback may move all of them
        take_out(t, 0);
        first.fn(first.arg);
        called++;
    }
    t->running = false;
    into_heap(t);
    return called;
}

void timers_close(struct timers *t)
{
    if (t) {
        free(t->timer);
        free(t->slot);
    }
    free(t);
}
