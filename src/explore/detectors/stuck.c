#include "explore/detectors/stuck.h"

#include "explore/detectors/spin.h"
#include "explore/models/judge.h"
#include "explore/runtime/execution.h"
#include "explore/runtime/sync.h"

static uint32_t held_since(const struct thread *holder, const struct sync *lock)
{
    for (uint32_t i = 0; i < holder->nheld; i++)
        if (holder->held[i].sync == lock)
            return holder->held[i].pc;
    return 0;
}

// Of the readers that keep a writer waiting one is named: the writer, if it reads itself.
static void name_reader(struct wait *w, const struct sync *lock)
{
    unsigned id = w->thread;
    for (unsigned i = 0; i < blackbox->profile.npaths && lock->waiters[id] == 0; i++)
        id = i;
    w->holder = (uint8_t)id;
    w->held_pc = held_since(&execution.threads[id], lock);
}

static struct wait wait_of(const struct thread *t)
{
    const struct operation *o = &t->next;
    struct wait w = {.address = (uintptr_t)o->object,
                     .pc = o->pc,
                     .op = (uint8_t)o->op,
                     .thread = t->id,
                     .holder = THREAD_NONE};
    if (spin_is_parked(t)) {
        w.op = OP_SPIN;
        w.polls = spin_is_polling(t) && o->op != OP_READ;
    } else if (o->op == OP_JOIN) {
        w.holder = o->other;
    } else if (o->sync && o->sync->owner != OWNER_NONE) {
        w.holder = (uint8_t)o->sync->owner;
        w.held_pc = o->sync->acquired_pc;
        w.address = o->sync->address; // who was signalled waits for the mutex
    }
    if (o->sync && o->sync->kind == SYNC_RWLOCK && o->sync->count > 0)
        name_reader(&w, o->sync);
    if (o->sync && o->sync->kind == SYNC_BARRIER) {
        w.present = o->sync->nwaiters;
        w.needed = o->sync->limit;
    }
    if (w.holder != THREAD_NONE)
        w.holder_done = execution.threads[w.holder].state == THREAD_DONE;
    return w;
}

// Where threads only wait it is a deadlock; where one of them idles in a loop, a hang.
static struct outcome *begin(struct outcome *so_far, const struct thread *t)
{
    const bool spins = spin_is_parked(t);
    if (!so_far)
        return execution_verdict(spins ? VERDICT_HANG : VERDICT_DEADLOCK, spins ? KIND_SPIN : KIND_STUCK,
                                 t->next.pc, t->next.object);
    so_far->verdict = VERDICT_HANG;
    so_far->kind = KIND_SPIN;
    so_far->pc = t->next.pc;
    so_far->address = (uintptr_t)t->next.object;
    return so_far;
}

_Noreturn void stuck_end(void)
{
    judge_explain_stuck(); // a meeting that cannot fill is no deadlock: the submission has locked nothing
    struct outcome *o = NULL;
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        if (t->state != THREAD_LIVE)
            continue;
        if (!o || (spin_is_parked(t) && o->verdict != VERDICT_HANG))
            o = begin(o, t);
        if (o->nwaits < WAITS_MAX)
            o->waits[o->nwaits++] = wait_of(t);
    }
    execution_end();
}
