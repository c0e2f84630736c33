#include "explore/runtime/sched.h"

#include "explore/backends/backend.h"
#include "explore/detectors/livelock.h"
#include "explore/detectors/spin.h"
#include "explore/clocks/shadow.h"
#include "explore/detectors/heap.h"
#include "explore/detectors/stuck.h"
#include "explore/models/heap.h"
#include "explore/models/process.h"
#include "explore/runtime/distinct.h"
#include "explore/runtime/frames.h"
#include "explore/runtime/sync.h"
#include "explore/runtime/ways.h"
#include "explore/strategies/profile.h"

#include <errno.h>
#include <string.h>

enum { OBSERVED_MAX = 4096 }; // operations of one execution that are told without being steps

// The exploration at hand. Set by sched_execute(), read in the midst of the learner's threads.
static const struct backend *backend;
static const struct strategy *strategy;
static struct event pending[THREADS_MAX];
static bool alive[THREADS_MAX];
static uint32_t nobserved; // in this execution
static struct strategy_view view = {.pending = pending, .alive = alive};

static void describe(struct event *e, const struct thread *t, const struct operation *o)
{
    *e = (struct event){.address = (uintptr_t)o->object,
                        .object2 = (uintptr_t)o->object2,
                        .time_ns = execution.now_ns,
                        .pc = o->pc,
                        .op = (uint8_t)o->op,
                        .thread = t->id,
                        .other = o->other,
                        .size = o->size,
                        .order = o->order,
                        .flags = o->flags};
}

static void announce(struct thread *t, const struct operation *step)
{
    t->next = *step;
    describe(&pending[t->id], t, step);
}

void sched_reannounce(struct thread *thread, const struct operation *step)
{
    announce(thread, step);
}

// The step becomes part of the execution's record.
static struct event *record(struct thread *t)
{
    if (blackbox->nevents == EVENTS_MAX)
        execution_unsupported(t->next.pc, "more than %d events in one execution", EVENTS_MAX);
    const uint32_t i = blackbox->nevents++;
    blackbox->events[i] = pending[t->id];
    t->event = &blackbox->events[i];
    return t->event;
}

static void decided(uint32_t decision)
{
    if (blackbox->ndecisions == DECISIONS_MAX)
        execution_unsupported(0, "more than %d decisions in one execution", DECISIONS_MAX);
    blackbox->decisions[blackbox->ndecisions++] = (uint16_t)decision;
}

static uint32_t choose(uint32_t n)
{
    const uint32_t value = strategy->choose(&view, n);
    decided(DECISION_CHOICE | value);
    return value;
}

// A thread may be able to go on in more than one way: signalled, and out of time as well.
static enum way choose_way(const struct thread *t)
{
    const unsigned ways = ways_of(t), all = ways | ways_withheld(t);
    uint32_t nth = (uint32_t)__builtin_popcount(all & (ways - 1)); // of the first of them
    if (ways & (ways - 1))
        nth = choose((uint32_t)__builtin_popcount(ways));
    else if (all != ways) // a replay is asked, and has to know
        decided(DECISION_CHOICE | nth);
    for (unsigned way = WAY_STEP;; way <<= 1)
        if (all & way && nth-- == 0)
            return (enum way)way;
}

// What can only be known when the step is about to be performed.
static unsigned flags_of(const struct thread *t, enum op performed)
{
    const bool blocking = t->next.enabled && performed == t->next.op;
    const bool closed = t->next.sync && !sync_is_open(t->next.sync);
    const bool shared = t->next.sync && t->next.sync->owner == OWNER_NONE;
    return (blocking ? EVENT_BLOCKING : 0u) | (closed ? EVENT_CLOSED : 0u) | (shared ? EVENT_SHARED : 0u);
}

// Whether the thread of the last step has one that it can take: then another thread preempts it.
static bool could_go_on(int last)
{
    if (last < 0 || !alive[last] || blackbox->events[blackbox->nevents - 1].op == OP_YIELD)
        return false;
    const struct thread *t = &execution.threads[last];
    return !t->next.enabled || t->next.enabled(t);
}

// Picks the thread that goes on, and records its step.
static struct thread *decide(void)
{
    uint8_t enabled[THREADS_MAX];
    const int n = ways_collect(enabled);
    if (n == 0)
        stuck_end();
    if (view.step == blackbox->plan.max_steps) {
        execution_verdict(VERDICT_CUT, KIND_LIMIT, 0, NULL);
        execution_end();
    }
    view.nthreads = blackbox->profile.npaths;
    if (blackbox->plan.livelocks)
        livelock_look(view.step, enabled, n);
    const int id = strategy->pick(&view, enabled, n);
    if (blackbox->plan.livelocks)
        livelock_moved((uint8_t)id);
    struct thread *t = &execution.threads[id];
    decided((uint32_t)id);
    pending[id].op = (uint8_t)ways_take(t, choose_way(t));
    pending[id].time_ns = execution.now_ns;
    pending[id].flags |= (uint16_t)flags_of(t, pending[id].op);
    if (id != view.current && could_go_on(view.current))
        pending[id].flags |= EVENT_PREEMPTS;
    struct event *e = record(t);
    execution.hooks_at_step = execution.hooks;
    view.step++;
    view.current = id;
    if (strategy->after)
        strategy->after(&view, e);
    return t;
}

// What only the thread itself can tell, while it is where its story says.
static void tell(struct thread *self, const struct operation *step)
{
    frames_written();
    frames_note(self);
    frames_own(step->object);
    frames_own(step->object2);
}

// An object within a block that was freed. Plain accesses are looked at by their hooks; and who wakes up may
// come back from a condition variable that is no more.
static void check_object(const struct operation *step)
{
    if (step->op >= OP_LOCK && step->op != OP_WAIT_END && step->op != OP_FREE)
        heap_check((uintptr_t)step->object, 1, ACCESS_ATOMIC | ACCESS_WRITE, step->pc);
}

static void note_use(const struct thread *self, const struct operation *step)
{
    const bool in_heap =
        step->op >= OP_LOCK && step->op != OP_WAIT_END && heap_contains((uintptr_t)step->object);
    struct sync *s = in_heap ? sync_find(step->object) : NULL;
    if (s)
        clock_join(&s->touched, &self->clock);
}

// Steps that leave all as it was, but for who holds a lock. Atomics tell themselves (detectors/spin.h), and
// so do tries for a semaphore.
static bool leaves_all_as_it_was(const struct operation *o)
{
    switch (o->op) {
    case OP_READ:
    case OP_ATOMIC_LOAD:
    case OP_ATOMIC_STORE:
    case OP_ATOMIC_RMW:
    case OP_ATOMIC_CAS:
    case OP_FENCE:
    case OP_LOCK:
    case OP_TRYLOCK:
    case OP_UNLOCK:
    case OP_READ_LOCK:
    case OP_WRITE_LOCK:
    case OP_READ_UNLOCK:
    case OP_RW_UNLOCK:
    case OP_YIELD: return true;
    case OP_SEM_WAIT: return !o->enabled && !o->deadline_ns;
    default: return false;
    }
}

struct event *sched_step(const struct operation *step)
{
    struct thread *self = execution.current;
    execution_note_frame((uintptr_t)__builtin_frame_address(0));
    check_object(step);
    if (blackbox->plan.tell)
        tell(self, step);
    announce(self, step);
    const bool idle = leaves_all_as_it_was(step);
    if (idle)
        spin_visit(self);
    else
        spin_forget(self);
    if (blackbox->plan.livelocks)
        livelock_note(self->id, spin_frame(self));
    struct thread *next = decide();
    if (next != self) {
        self->saved_errno = errno;
        execution.current = next;
        backend->switch_to(self, next);
        errno = self->saved_errno;
        if (step->op != OP_BARRIER) // who was let go may come back from a barrier that is no more
            check_object(step);     // the others may have freed it meanwhile
    }
    note_use(self, step);
    if (!idle)
        spin_changed();
    if (blackbox->plan.tell)
        frames_tell(self);
    return self->event;
}

// What is only told never takes the place that a step may need, and a loop may do millions of such things:
// then the newest takes the place of the one before.
static bool has_room_to_observe(const struct thread *self)
{
    struct blackbox *box = blackbox;
    const uint32_t steps_to_come = box->plan.max_steps - view.step;
    if (nobserved < OBSERVED_MAX && box->nevents + steps_to_come < EVENTS_MAX)
        return true;
    const struct event *last = &box->events[box->nevents - 1];
    const bool own = last->thread == self->id && last->flags & EVENT_OBSERVED;
    box->nevents -= own;
    return own;
}

struct event *sched_observe(const struct operation *operation)
{
    struct thread *self = execution.current;
    tell(self, operation);
    if (!has_room_to_observe(self))
        return NULL;
    announce(self, operation);
    struct event *e = record(self);
    e->flags |= EVENT_OBSERVED;
    nobserved++;
    frames_tell(self);
    return e;
}

uint32_t sched_choose(uint32_t n)
{
    if (n < 2)
        return 0;
    const uint32_t value = choose(n);
    if (execution.current->event)
        execution.current->event->choice = (uint16_t)value;
    return value;
}

_Noreturn void sched_depart(void)
{
    struct thread *self = execution.current;
    alive[self->id] = false;
    spin_changed();
    struct thread *next = decide();
    execution.current = next;
    backend->switch_to(self, next);
    __builtin_unreachable(); // a thread that has ended is never picked
}

void sched_abandon_others(void)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++) {
        struct thread *t = &execution.threads[id];
        if (t == execution.current || t->state != THREAD_LIVE)
            continue;
        t->state = THREAD_DONE;
        alive[id] = false;
    }
}

_Noreturn void sched_thread_main(struct thread *thread)
{
    errno = 0;
    if (thread->id == 0)
        process_main();
    thread_finish(thread->start(thread->argument));
}

void sched_born(struct thread *thread)
{
    announce(thread, &(struct operation){.op = OP_START, .pc = (uint32_t)(uintptr_t)thread->start});
    alive[thread->id] = true;
    backend->start(thread);
}

_Noreturn void execution_end(void)
{
    execution.running = false;
    backend->leave();
    __builtin_unreachable();
}

static void begin(uint64_t number)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++) {
        execution.threads[id].state = THREAD_UNUSED;
        alive[id] = false;
    }
    execution.hook_pc = 0;
    execution.hooks_at_begin = execution.hooks_at_step = execution.hooks;
    blackbox->nevents = 0;
    blackbox->ndecisions = 0;
    blackbox->nowners = 0;
    nobserved = 0;
    frames_writes(NULL);
    blackbox->out.length = blackbox->err.length = 0;
    blackbox->outcome.verdict = VERDICT_PASS;
    spin_reset();
    livelock_reset();
    struct profile *profile = &blackbox->profile;
    profile->nracy =
        profile->nracy_found < blackbox->plan.nracy ? profile->nracy_found : blackbox->plan.nracy;
    ways_reset(strategy, number);
    view.step = 0;
    view.current = -1;
    view.profile = &blackbox->profile;
    view.plan = &blackbox->plan;
    view.nthreads = blackbox->profile.npaths;
    strategy->begin(&view, number);
}

bool sched_execute(const struct backend *with, const struct strategy *by, uint64_t number)
{
    backend = with;
    strategy = by;
    begin(number);
    struct thread *first = execution_add_thread(NULL, NULL, NULL, 0);
    sched_born(first);
    execution.current = first;
    execution.running = true;
    record(first);
    backend->run(first);
    blackbox->executions++;
    blackbox->steps += view.step;
    blackbox->accesses += execution.hooks - execution.hooks_at_begin;
    if (!strategy->exhaustive) { // those also go where a program is sent round and round
        if (view.step > blackbox->profile.steps_max)
            blackbox->profile.steps_max = view.step;
        profile_learn(blackbox);
        distinct_count_execution();
    }
    return strategy->end ? strategy->end(&view) : true;
}
