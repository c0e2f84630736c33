// Believes: with a binary search the place is found in a few comparisons, and that is all there is to it.
#include "timers.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct timer {
    int64_t due; // ms
    uint64_t id; // in the order of adding
    void (*fn)(void *);
    void *arg;
};

struct timers {
    uint64_t added;
    struct timer *timer; // by due time, then by number
    size_t count, room;
    struct known *known; // by number: the due time under which it stands
    size_t known_room;
};

struct known {
    int64_t due;
    bool is_there;
};

struct timers *timers_open(void)
{
    return calloc(1, sizeof(struct timers));
}

static bool is_before(const struct timer *a, int64_t due, uint64_t id)
{
    if (timers_before(a->due, due))
        return true;
    return a->id < id && !timers_before(due, a->due);
}

static size_t place_of(const struct timers *t, int64_t due, uint64_t id)
{
    size_t low = 0, high = t->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (is_before(&t->timer[middle], due, id))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool make_room(struct timers *t)
{
    if (t->added + 1 >= t->known_room) {
        const size_t room = t->known_room ? 2 * t->known_room : 16;
        struct known *known = realloc(t->known, room * sizeof *known);
        if (!known)
            return false;
        t->known = known;
        t->known_room = room;
    }
    if (t->count < t->room)
        return true;
    const size_t room = t->room ? 2 * t->room : 16;
    struct timer *timer = realloc(t->timer, room * sizeof *timer);
    if (!timer)
        return false;
    t->timer = timer;
    t->room = room;
    return true;
}

uint64_t timers_add(struct timers *t, int64_t due_ms, void (*fn)(void *), void *arg)
{
    if (!make_room(t))
        return 0;
    const uint64_t id = ++t->added;
    const size_t at = place_of(t, due_ms, id);
    memmove(t->timer + at + 1, t->timer + at, (t->count - at) * sizeof *t->timer); // the mistake
    t->timer[at] = (struct timer){due_ms, id, fn, arg};
    t->count++;
    t->known[id] = (struct known){due_ms, true};
    return id;
}

static void take_out(struct timers *t, size_t at)
{
    t->known[t->timer[at].id].is_there = false;
    t->count--;
    memmove(t->timer + at, t->timer + at + 1, (t->count - at) * sizeof *t->timer);
}

bool timers_cancel(struct timers *t, uint64_t id)
{
    if (id == 0 || id > t->added || !t->known[id].is_there)
        return false;
    take_out(t, place_of(t, t->known[id].due, id));
    return true;
}

int timers_wait(const struct timers *t, int64_t now_ms)
{
    if (t->count == 0)
        return -1;
    const int64_t due = t->timer[0].due;
    if (!timers_before(now_ms, due))
        return 0;
    const uint64_t left = (uint64_t)due - (uint64_t)now_ms;
    return left < INT_MAX ? (int)left : INT_MAX;
}

int timers_run(struct timers *t, int64_t now_ms)
{
    const uint64_t newborn = t->added + 1;
    int called = 0;
    for (size_t at = 0; at < t->count && !timers_before(now_ms, t->timer[at].due); at = 0) {
        while (at < t->count && t->timer[at].id >= newborn && !timers_before(now_ms, t->timer[at].due))
            at++;
        if (at == t->count || timers_before(now_ms, t->timer[at].due))
            break;
        const struct timer first = t->timer[at];
        take_out(t, at);
        first.fn(first.arg);
        called++;
    }
    return called;
}

void timers_close(struct timers *t)
{
    if (t) {
        free(t->timer);
        free(t->known);
    }
    free(t);
}
