/** @file abstract_machine.h
 *  @brief Programs on paper, for the tests of searches: threads that take steps on atomics, mutexes and
 * semaphores.
 *
 *  A program is a list of threads, each a string of steps: "Rx" reads atomic x, "Wx" writes it, "Mx" updates
 * it, "La" and "Ua" lock and unlock mutex a, "Ps" and "Vs" take from and post to semaphore s. A strategy
 * decides; or all interleavings are gone through, one by one, and counted. This takes the place of
 * runtime/sched.c. */
#pragma once

#include "explore/clocks/trace.h"
#include "explore/runtime/execution.h"
#include "explore/runtime/sync.h"
#include "explore/strategies/strategy.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum { MACHINE_THREADS = 4 };

static struct blackbox machine_box;
static struct machine {
    const char *const *program; // of the threads, ending with NULL
    uint32_t nthreads;
    size_t at[MACHINE_THREADS]; // in the thread's string
    struct event pending[MACHINE_THREADS];
    bool alive[MACHINE_THREADS];
    struct strategy_view view;
    jmp_buf left;
    uint64_t executions, deadlocks;
} machine;

_Noreturn void execution_end(void)
{
    longjmp(machine.left, 1);
}

static bool machine_could_go_on(const struct thread *t)
{
    return sync_is_open(t->next.sync);
}

static enum op machine_op(char letter)
{
    switch (letter) {
    case 'R': return OP_ATOMIC_LOAD;
    case 'W': return OP_ATOMIC_STORE;
    case 'M': return OP_ATOMIC_RMW;
    case 'L': return OP_LOCK;
    case 'U': return OP_UNLOCK;
    case 'P': return OP_SEM_WAIT;
    default: return OP_SEM_POST;
    }
}

static void machine_announce(uint32_t t)
{
    const char *step = machine.program[t] + machine.at[t];
    machine.alive[t] = *step != '\0';
    execution.threads[t].state = *step ? THREAD_LIVE : THREAD_DONE;
    if (!*step)
        return;
    const enum op op = machine_op(step[0]);
    struct operation *o = &execution.threads[t].next;
    const void *object = (const void *)((uintptr_t)step[1] * 16);
    *o = (struct operation){.op = op, .object = object};
    if (op == OP_LOCK || op == OP_UNLOCK)
        o->sync = sync_at(object, SYNC_MUTEX);
    if (op == OP_SEM_WAIT || op == OP_SEM_POST)
        o->sync = sync_at(object, SYNC_SEM);
    if (op == OP_LOCK || op == OP_SEM_WAIT)
        o->enabled = machine_could_go_on;
    machine.pending[t] = (struct event){.thread = (uint8_t)t,
                                        .op = (uint8_t)op,
                                        .address = (uintptr_t)object,
                                        .size = 4,
                                        .pc = (uint32_t)machine.at[t]};
}

static int machine_enabled(uint8_t *enabled)
{
    int n = 0;
    for (uint32_t t = 0; t < machine.nthreads; t++) {
        const struct thread *thread = &execution.threads[t];
        if (machine.alive[t] && (!thread->next.enabled || thread->next.enabled(thread)))
            enabled[n++] = (uint8_t)t;
    }
    return n;
}

static void machine_perform(uint32_t t)
{
    const struct operation *o = &execution.threads[t].next;
    switch (o->op) {
    case OP_LOCK: o->sync->owner = (int16_t)t; break;
    case OP_UNLOCK: o->sync->owner = OWNER_NONE; break;
    case OP_SEM_WAIT: o->sync->count--; break;
    case OP_SEM_POST: o->sync->count++; break;
    default: break;
    }
    machine.at[t] += machine.program[t][machine.at[t] + 2] ? 3 : 2;
    machine_announce(t);
}

static void machine_begin(const char *const *program)
{
    machine.program = program;
    machine.nthreads = 0;
    sync_reset();
    blackbox = &machine_box;
    while (program[machine.nthreads]) {
        machine.at[machine.nthreads] = 0;
        machine_announce(machine.nthreads++);
    }
    blackbox->profile.npaths = machine.nthreads;
    blackbox->events[0] = (struct event){.op = OP_START}; // of thread 0, as main's: nobody decides about it
    blackbox->nevents = 1;
    blackbox->outcome.verdict = VERDICT_PASS;
    machine.view = (struct strategy_view){.current = -1,
                                          .nthreads = machine.nthreads,
                                          .pending = machine.pending,
                                          .alive = machine.alive,
                                          .profile = &blackbox->profile,
                                          .plan = &blackbox->plan};
}

static struct event *machine_record(uint32_t t)
{
    const struct operation *o = &execution.threads[t].next;
    struct event *e = &blackbox->events[blackbox->nevents++];
    *e = machine.pending[t];
    e->flags =
        (uint8_t)((o->enabled ? EVENT_BLOCKING : 0) | (o->sync && !sync_is_open(o->sync) ? EVENT_CLOSED : 0));
    return e;
}

static bool machine_is_stuck(void)
{
    for (uint32_t t = 0; t < machine.nthreads; t++)
        if (machine.alive[t])
            return true;
    return false;
}

// One execution. False: the strategy has nothing left to try.
static bool machine_run(const struct strategy *by, const char *const *program)
{
    uint8_t enabled[MACHINE_THREADS];
    int n = 0;
    machine_begin(program);
    if (setjmp(machine.left) == 0) {
        by->begin(&machine.view, machine.executions);
        while ((n = machine_enabled(enabled)) > 0) {
            const int t = by->pick(&machine.view, enabled, n);
            struct event *e = machine_record((uint32_t)t);
            machine.view.step++;
            machine.view.current = t;
            if (by->after)
                by->after(&machine.view, e);
            machine_perform((uint32_t)t);
        }
        if (machine_is_stuck()) {
            machine.deadlocks++;
            blackbox->outcome.verdict = VERDICT_DEADLOCK;
        }
    }
    machine.executions++;
    return by->end(&machine.view);
}

/** What is found out about a program. */
struct machine_count {
    uint64_t executions, traces, deadlocks, redundant;
};

static struct machine_count machine_search(const struct strategy *by, const char *const *program)
{
    machine_box.distinct = machine_box.redundant = machine_box.approximate = 0;
    machine.executions = machine.deadlocks = 0;
    by->open(&machine_box.plan);
    while (machine_run(by, program))
        continue;
    return (struct machine_count){machine.executions, machine_box.distinct, machine.deadlocks,
                                  machine_box.redundant};
}
