#include "explore/strategies/profile.h"

#include <stddef.h>
#include <string.h>

enum { WINDOW = 8, FILL_MAX = OBJECTS_MAX * 3 / 4, COUNT_MAX = UINT16_MAX };

// Steps of the execution at hand, while it is counted: for each thread, and for each object and thread.
static uint16_t taken[THREADS_MAX], visits[OBJECTS_MAX][THREADS_MAX];

static bool modifies(const struct event *e)
{
    return e->op != OP_READ && e->op != OP_ATOMIC_LOAD && e->op != OP_READ_LOCK && !(e->flags & EVENT_FAILED);
}

// The place of an object in the table, or OBJECTS_MAX: there are too many, this one stays uncounted.
static uint32_t place_of(struct profile *p, uint64_t address)
{
    uint32_t i = (uint32_t)(address * 0x9e3779b97f4a7c15u >> 40) % OBJECTS_MAX;
    while (p->objects[i].address && p->objects[i].address != address)
        i = (i + 1) % OBJECTS_MAX;
    if (!p->objects[i].address) {
        if (p->nobjects == FILL_MAX)
            return OBJECTS_MAX;
        p->nobjects++;
        p->objects[i] = (struct meeting_point){.address = address, .visitor = THREAD_NONE};
    }
    return i;
}

static void visit(struct profile *p, const struct event *e)
{
    const uint32_t i = place_of(p, e->address);
    if (i == OBJECTS_MAX)
        return;
    struct meeting_point *o = &p->objects[i];
    if (visits[i][e->thread] < COUNT_MAX)
        visits[i][e->thread]++;
    o->modified |= modifies(e);
    if (o->visitor == THREAD_NONE)
        o->visitor = e->thread;
    if (!o->listed && o->modified && o->visitor != e->thread) {
        o->listed = true;
        p->shared[p->nshared++] = (uint16_t)i;
    }
}

static void fold(struct steps *s, uint16_t *count)
{
    if (*count > s->now)
        s->now = *count;
    *count = 0;
}

// A window of executions is over: what it showed is kept for one more.
static void turn(struct profile *p)
{
    for (uint32_t t = 0; t < p->npaths; t++)
        p->steps_of[t] = (struct steps){0, p->steps_of[t].now};
    for (uint32_t i = 0; i < OBJECTS_MAX; i++)
        for (uint32_t t = 0; p->objects[i].address && t < p->npaths; t++)
            p->objects[i].steps[t] = (struct steps){0, p->objects[i].steps[t].now};
}

static bool counts(const struct blackbox *box, uint32_t i)
{
    return i > 0 && !(box->events[i].flags & EVENT_OBSERVED); // 0: main begins, which nobody decides
}

void profile_learn(struct blackbox *box)
{
    struct profile *p = &box->profile;
    if (p->learnt++ % WINDOW == 0)
        turn(p);
    for (uint32_t i = 0; i < box->nevents; i++) {
        if (!counts(box, i))
            continue;
        if (taken[box->events[i].thread] < COUNT_MAX)
            taken[box->events[i].thread]++;
        if (box->events[i].address)
            visit(p, &box->events[i]);
    }
    for (uint32_t i = 0; i < box->nevents; i++) { // again: what was not touched has no count to fold
        const struct event *e = &box->events[i];
        const uint32_t o = counts(box, i) && e->address ? place_of(p, e->address) : OBJECTS_MAX;
        if (o != OBJECTS_MAX)
            fold(&p->objects[o].steps[e->thread], &visits[o][e->thread]);
    }
    for (uint32_t t = 0; t < p->npaths; t++)
        fold(&p->steps_of[t], &taken[t]);
}

static uint32_t own_steps(const struct profile *p, const uint16_t *chosen, int n, uint32_t thread)
{
    if (n == 0)
        return steps_estimate(p->steps_of[thread]);
    uint32_t sum = 0;
    for (int i = 0; i < n; i++)
        sum += steps_estimate(p->objects[chosen[i]].steps[thread]);
    return sum;
}

void profile_steps(const struct profile *p, const uint16_t *chosen, int n, uint32_t left[THREADS_MAX])
{
    for (uint32_t t = 0; t < p->npaths; t++)
        left[t] = own_steps(p, chosen, n, t);
    for (uint32_t t = p->npaths; t-- > 1;) // a thread stands behind its creator in the table
        if (p->paths[t].creator != THREAD_NONE)
            left[p->paths[t].creator] += left[t];
}

int profile_hand_over(const struct profile *p, const bool *alive, bool *born, uint32_t left[THREADS_MAX])
{
    for (uint32_t t = 0; t < p->npaths; t++) {
        if (born[t] || !alive[t])
            continue;
        born[t] = true;
        const uint8_t creator = p->paths[t].creator;
        if (creator != THREAD_NONE && t > 0)
            left[creator] -= left[t] < left[creator] ? left[t] : left[creator];
        return (int)t;
    }
    return -1;
}

bool profile_adds_steps(const struct blackbox *box)
{
    const struct profile *p = &box->profile;
    return box->plan.racy_steps && p->nracy < p->nracy_found && p->nracy < box->plan.nracy;
}
