#include "explore/runtime/outcome.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

static bool same_sides(const struct outcome *a, const struct outcome *b)
{
    const struct race_side *x = a->sides, *y = b->sides;
    return (x[0].pc == y[0].pc && x[1].pc == y[1].pc) || (x[0].pc == y[1].pc && x[1].pc == y[0].pc);
}

static unsigned waits_at(const struct outcome *o, uint32_t pc)
{
    unsigned n = 0;
    for (unsigned i = 0; i < o->nwaits; i++)
        n += o->waits[i].pc == pc;
    return n;
}

static bool same_waits(const struct outcome *a, const struct outcome *b)
{
    bool same = a->nwaits == b->nwaits;
    for (unsigned i = 0; i < a->nwaits; i++)
        same = same && waits_at(a, a->waits[i].pc) == waits_at(b, a->waits[i].pc);
    return same;
}

bool outcome_same(const struct outcome *a, const struct outcome *b)
{
    if (a->verdict != b->verdict || a->kind != b->kind)
        return false;
    switch (a->verdict) {
    case VERDICT_RACE: return same_sides(a, b);
    case VERDICT_DEADLOCK: return same_waits(a, b);
    case VERDICT_HANG: return true; // a loop without end can be met at any of its places
    default: return a->pc == b->pc && a->line == b->line;
    }
}

void outcome_lost(struct blackbox *box, int status)
{
    struct outcome *o = &box->outcome;
    memset(o, 0, sizeof *o);
    o->verdict = VERDICT_CRASH;
    o->kind = KIND_RUNNER;
    if (WIFEXITED(status) && WEXITSTATUS(status) < 128) {
        if (!box->nevents) // nothing of the program has run
            o->verdict = VERDICT_UNSUPPORTED;
        snprintf(o->text, sizeof o->text, "the runner ended with status %d", WEXITSTATUS(status));
    }
    o->status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) & 127;
    const struct event *last = box->nevents ? &box->events[box->nevents - 1] : NULL;
    o->thread = last ? last->thread : 0;
    o->pc = last ? last->pc : 0;
}
