/** @file model_bench.h
 *  @brief Models alone, for tests that are tables of (state, call) → (result, blocked?).
 *
 *  There is no scheduler: a test says which thread calls (as()), and the call either comes to its end, or is
 * left where it cannot go on. What happened stands in `bench`. A thread that was left blocked can be asked
 * whether it could go on by now. These functions take the place of runtime/sched.c. */
#pragma once

#include "explore/models/program.h"
#include "explore/models/process.h"
#include "explore/runtime/reset.h"
#include "explore/runtime/sched.h"
#include "explore/runtime/sync.h"
#include "explore/runtime/ways.h"

#include <setjmp.h>
#include <stdlib.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { BLOCKED = -1001, MISUSE = -1002 }; // what CALL() gives besides the result of the call

static struct blackbox bench_box;
static struct bench {
    jmp_buf left;
    struct event event; // of the last step
    uint32_t choice;    // what sched_choose() gives
    uint32_t asked;     // among how many it was asked to choose last
    enum way way;       // how a call that cannot take its step goes on: 0: it is left
    unsigned steps;
} bench;

// Calls as the current thread.
#define CALL(call) (setjmp(bench.left) == 0 ? (int)(call) : bench_left())

static inline int bench_left(void)
{
    return blackbox->outcome.verdict == VERDICT_WRONG ? MISUSE : BLOCKED;
}

static inline void as(unsigned thread)
{
    execution.current = &execution.threads[thread];
    blackbox->outcome.verdict = VERDICT_PASS;
}

static inline bool could_go_on(unsigned thread)
{
    const struct thread *t = &execution.threads[thread];
    return !t->next.enabled || t->next.enabled(t);
}

static inline int bench_setup(void **state)
{
    (void)state;
    static const struct strategy by = {.exhaustive = true};
    blackbox = &bench_box;
    blackbox->profile.npaths = 4;
    blackbox->warnings = 0;
    memset(&blackbox->plan, 0, sizeof blackbox->plan);
    memset(&execution, 0, sizeof execution);
    memset(&bench, 0, sizeof bench);
    for (unsigned t = 0; t < 4; t++) {
        execution.threads[t].id = (uint8_t)t;
        execution.threads[t].state = THREAD_LIVE;
        clock_tick(&execution.threads[t].clock, t);
    }
    sync_reset();
    ways_reset(&by, 0);
    as(1);
    return 0;
}

struct event *sched_step(const struct operation *step)
{
    struct thread *self = execution.current;
    self->next = *step;
    enum op op = step->op;
    bench.steps++;
    if (!could_go_on(self->id)) {
        if (!bench.way)
            longjmp(bench.left, 1);
        op = ways_take(self, bench.way);
        bench.way = 0;
    }
    bench.event = (struct event){.op = (uint8_t)op,
                                 .address = (uintptr_t)step->object,
                                 .size = step->size,
                                 .order = step->order,
                                 .other = step->other,
                                 .flags = step->flags};
    self->event = &bench.event;
    return self->event;
}

struct event *sched_observe(const struct operation *operation)
{
    return sched_step(operation);
}

uint32_t sched_choose(uint32_t n)
{
    bench.asked = n;
    return bench.choice < n ? bench.choice : 0;
}

void sched_reannounce(struct thread *thread, const struct operation *step)
{
    thread->next = *step;
}

_Noreturn void sched_depart(void)
{
    longjmp(bench.left, 1);
}

// The end of the program is not for these tests: a thread that ends is never the last.
bool process_has_others(void)
{
    return true;
}

_Noreturn void process_end(void)
{
    abort();
}

void program_await_others(void)
{
}

void sched_born(struct thread *thread)
{
    (void)thread;
}

_Noreturn void execution_end(void)
{
    longjmp(bench.left, 1);
}
