// The runner: learner's objects and this run-time in one executable. It does what the driver plans, one plan
// after another, and leaves what happened in the shared black box.
//
// usage: runner BLACKBOX-FD COMMAND-FD ANSWER-FD [ARGUMENT…]   started by src/explore/driver/runner.c
#include "explore/backends/backend.h"
#include "explore/clocks/shadow.h"
#include "explore/models/input.h"
#include "explore/runtime/apart.h"
#include "explore/runtime/entry.h"
#include "explore/runtime/guard.h"
#include "explore/runtime/outcome.h"
#include "explore/runtime/outputs.h"
#include "explore/runtime/reset.h"
#include "explore/runtime/sched.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_EVERY = 64 }; // executions between two looks at the clock

static uint64_t clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static bool is_late(const struct plan *plan, uint64_t done)
{
    return plan->deadline_ns && done % LOOK_EVERY == 0 && clock_ns() >= plan->deadline_ns;
}

static bool goes_on(enum verdict verdict)
{
    if (verdict == VERDICT_CUT)
        blackbox->cut++;
    const bool is_race = verdict == VERDICT_RACE;
    if (blackbox->plan.targeted && verdict != VERDICT_CRASH && verdict != VERDICT_UNSUPPORTED)
        return !outcome_same(&blackbox->outcome, &blackbox->plan.target);
    return verdict == VERDICT_PASS || verdict == VERDICT_CUT || (blackbox->plan.only_races && !is_race);
}

static bool execute(const struct backend *backend, const struct strategy *strategy, uint64_t number)
{
    if (backend->apart)
        return apart_execute(backend, strategy, number);
    reset_execution();
    const bool goes_on = sched_execute(backend, strategy, number);
    blackbox->shadow_full |= shadow_is_full();
    return goes_on;
}

static void explore(const struct backend *backend, const struct strategy *strategy)
{
    const struct plan *plan = &blackbox->plan;
    if (backend->apart)
        apart_stay();
    if (strategy->open)
        strategy->open(plan);
    for (uint64_t i = 0; i < plan->executions && !blackbox->exhausted; i++) {
        if (is_late(plan, i)) {
            blackbox->timed_out = true;
            break;
        }
        const uint64_t left = blackbox->redundant; // executions that a search left before their end
        blackbox->exhausted = !execute(backend, strategy, plan->first + i);
        if (plan->outputs && blackbox->outcome.verdict == VERDICT_PASS && blackbox->redundant == left)
            outputs_keep();
        if (!goes_on(blackbox->outcome.verdict) || (plan->accesses && blackbox->accesses >= plan->accesses))
            break;
    }
    if (plan->targeted && !outcome_same(&blackbox->outcome, &plan->target))
        blackbox->outcome.verdict = VERDICT_PASS;
    if (plan->only_races && blackbox->outcome.verdict != VERDICT_RACE)
        blackbox->outcome.verdict = VERDICT_PASS;
    if (blackbox->outcome.verdict == VERDICT_CUT)
        blackbox->outcome.verdict = VERDICT_PASS; // says nothing; blackbox->cut tells
}

static void refuse(const char *text)
{
    struct outcome *o = execution_verdict(VERDICT_UNSUPPORTED, KIND_RUNNER, 0, NULL);
    snprintf(o->text, sizeof o->text, "%s", text);
}

static void do_plan(const struct backend *backend)
{
    const struct plan *plan = &blackbox->plan;
    const struct strategy *strategy = strategy_of(plan->strategy);
    blackbox->executions = blackbox->steps = blackbox->accesses = blackbox->cut = blackbox->redundant = 0;
    blackbox->bounded = blackbox->given_up = blackbox->exhausted = blackbox->timed_out = false;
    blackbox->outcome.verdict = VERDICT_PASS;
    if (!strategy)
        refuse("there is no such strategy");
    else if (entry_choose(plan->entry) != 0)
        refuse("the program has no main, or the check has no such case");
    else
        explore(backend, strategy);
}

static int serve(int command, int answer, const struct backend *backend)
{
    char byte;
    for (;;) {
        const ssize_t got = read(command, &byte, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got != 1)
            return 0;
        do_plan(backend);
        blackbox->answered = blackbox->plan.number;
        if (write(answer, &byte, 1) != 1)
            return 1;
    }
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("this is started by explore\n", stderr);
        return 2;
    }
    blackbox = mmap(NULL, sizeof *blackbox, PROT_READ | PROT_WRITE, MAP_SHARED, atoi(argv[1]), 0);
    if (blackbox == MAP_FAILED)
        return 3;
    const struct backend *backend =
        blackbox->plan.backend == BACKEND_THREADS ? &backend_threads : &backend_fibers;
    const int command = atoi(argv[2]), answer = atoi(argv[3]);
    argv[3] = argv[0]; // what the program takes for its own arguments begins with its name
    if (entry_open(argc - 3, argv + 3) != 0 || backend->open() != 0 || guard_open() != 0 || input_open() != 0)
        return 4;
    if (backend->apart ? apart_open() != 0 : reset_open() != 0 || guard_watch() != 0)
        return 4;
    return serve(command, answer, backend);
}
