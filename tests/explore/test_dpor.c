/** @file test_dpor.c  Unit test of src/explore/strategies/dpor.c: it executes each trace once, no more and no
 * fewer.
 *
 *  The numbers of interleavings and traces were worked out by hand where that is possible; going through all
 *  interleavings and counting those that differ in their trace confirms them here. */
#include "abstract_machine.h"

#include "explore/runtime/distinct.h"
#include "explore/runtime/random.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { THREADS = MACHINE_THREADS + 1, DEPTH_MAX = 64, HASHES_MAX = 4096 };

static const struct {
    const char *why;
    const char *threads[THREADS];
    unsigned interleavings, traces, deadlocks;
} programs[] = {
    {"one pair that does not commute", {"Wx", "Wx"}, 2, 2, 0},
    {"reads commute", {"Rx", "Rx", "Rx"}, 6, 1, 0},
    {"different variables", {"Wx", "Wy", "Wz"}, 6, 1, 0},
    {"each read before or after the write", {"Wx", "Rx", "Rx"}, 6, 4, 0},
    {"each read before or after the write", {"Wx", "Rx", "Rx", "Rx"}, 24, 8, 0},
    {"3!", {"Mx", "Mx", "Mx"}, 6, 6, 0},
    {"3!", {"Wx", "Wx", "Wx"}, 6, 6, 0},
    {"4!", {"Mx", "Mx", "Mx", "Mx"}, 24, 24, 0},
    {"4 over 2", {"Mx Mx", "Mx Mx"}, 6, 6, 0},
    {"6 over 3", {"Mx Mx Mx", "Mx Mx Mx"}, 20, 20, 0},
    {"lost update: two pairs of the six merge", {"Rx Wx", "Rx Wx"}, 6, 4, 0},
    {"lost update of three", {"Rx Wx", "Rx Wx", "Rx Wx"}, 90, 36, 0},
    {"store buffering: 4 orders but the cyclic one", {"Wx Ry", "Wy Rx"}, 6, 3, 0},
    {"message passing", {"Wx Wy", "Ry Rx"}, 6, 3, 0},
    {"two writers, two readers: 16 but the cyclic one", {"Wx", "Wy", "Rx Ry", "Ry Rx"}, 180, 15, 0},
    {"the order of critical sections", {"La Ua", "La Ua"}, 2, 2, 0},
    {"the order of critical sections", {"La Ua", "La Ua", "La Ua"}, 6, 6, 0},
    {"two serial orders and the embrace", {"La Lb Ub Ua", "Lb La Ua Ub"}, 6, 3, 1},
    {"3 philosophers", {"La Lb Ub Ua", "Lb Lc Uc Ub", "Lc La Ua Uc"}, 168, 7, 1},
    {"4 philosophers", {"La Lb Ub Ua", "Lb Lc Uc Ub", "Lc Ld Ud Uc", "Ld La Ua Ud"}, 98184, 15, 1},
    {"2 orders a lock", {"La Ua Lb Ub", "La Ua Lb Ub"}, 14, 4, 0},
    {"all steps on a semaphore", {"Vs", "Vs", "Ps"}, 4, 4, 0},
    {"ordered by the semaphore", {"Wx Vs", "Ps Rx"}, 1, 1, 0},
    {"the third is independent", {"La Ua", "La Ua", "Lb Ub"}, 30, 2, 0},
    {"a check before and under the lock", {"Rx La Rx Wx Ua", "Rx La Rx Wx Ua"}, 12, 4, 0},
};
enum { PROGRAMS = sizeof programs / sizeof *programs };

// All interleavings, one after the other: a search that knows nothing.
static struct {
    uint8_t choice[DEPTH_MAX], choices[DEPTH_MAX];
    uint32_t length;
} path;

static void every_open(const struct plan *plan)
{
    (void)plan;
    path.length = 0;
}

static void every_begin(const struct strategy_view *view, uint64_t number)
{
    (void)view;
    (void)number;
}

static int every_pick(const struct strategy_view *view, const uint8_t *enabled, int n)
{
    if (view->step == path.length)
        path.choice[path.length++] = 0;
    path.choices[view->step] = (uint8_t)n;
    return enabled[path.choice[view->step]];
}

static bool every_end(const struct strategy_view *view)
{
    (void)view;
    trace_cut(0);
    for (uint32_t i = 0; i < blackbox->nevents; i++)
        trace_add(&blackbox->events[i]);
    distinct_count();
    while (path.length > 0 && ++path.choice[path.length - 1] == path.choices[path.length - 1])
        path.length--;
    return path.length > 0;
}

static const struct strategy every = {
    .name = "every", .open = every_open, .begin = every_begin, .pick = every_pick, .end = every_end};

static void the_table_agrees_with_going_through_all_interleavings(void **state)
{
    (void)state;
    for (int i = 0; i < PROGRAMS; i++) {
        distinct_forget();
        const struct machine_count c = machine_search(&every, programs[i].threads);
        if (c.executions != programs[i].interleavings || c.traces != programs[i].traces ||
            (c.deadlocks > 0) != (programs[i].deadlocks > 0))
            fail_msg("%d, %s: %d interleavings, %d traces", i, programs[i].why, (int)c.executions,
                     (int)c.traces);
    }
}

// Executions that are left since they can show nothing new are counted apart; they are few.
static void dpor_executes_each_trace_once(void **state)
{
    (void)state;
    for (int i = 0; i < PROGRAMS; i++) {
        distinct_forget();
        const struct machine_count c = machine_search(strategy_of(STRATEGY_DPOR), programs[i].threads);
        if (c.executions - c.redundant != programs[i].traces || c.traces != programs[i].traces ||
            c.deadlocks != programs[i].deadlocks || c.redundant > 4)
            fail_msg("%d, %s: %d executions, %d redundant, %d traces, %d deadlocks", i, programs[i].why,
                     (int)c.executions, (int)c.redundant, (int)c.traces, (int)c.deadlocks);
    }
}

// Programs by chance: 2 to 4 threads, up to 4 steps each.
static void random_program(struct random *r, char text[MACHINE_THREADS][64], const char *threads[THREADS])
{
    static const char *const steps[] = {"Rx", "Wx", "Mx", "Ry", "Wy", "La", "Lb", "Ps", "Vs"};
    const unsigned n = 2 + random_below(r, 2);
    for (unsigned t = 0; t < n; t++) {
        char *at = text[t];
        const unsigned length = 1 + random_below(r, 3);
        for (unsigned k = 0; k < length; k++) {
            const char *step = steps[random_below(r, sizeof steps / sizeof *steps)];
            at += sprintf(at, "%s%s", k ? " " : "", step);
            if (step[0] == 'L') // a critical section of one step
                at += sprintf(at, " %s U%c", steps[random_below(r, 5)], step[1]);
        }
        threads[t] = text[t];
    }
    threads[n] = NULL;
}

static void dpor_finds_all_traces_of_programs_by_chance(void **state)
{
    (void)state;
    struct random r = random_new(1, 2, 3);
    for (int i = 0; i < 400; i++) {
        char text[MACHINE_THREADS][64];
        const char *threads[THREADS];
        random_program(&r, text, threads);
        distinct_forget();
        const struct machine_count all = machine_search(&every, threads);
        distinct_forget();
        const struct machine_count dpor = machine_search(strategy_of(STRATEGY_DPOR), threads);
        if (dpor.traces != all.traces || dpor.executions - dpor.redundant != all.traces ||
            (dpor.deadlocks > 0) != (all.deadlocks > 0))
            fail_msg("%s | %s | %s: %d of %d traces", threads[0], threads[1], threads[2] ? threads[2] : "",
                     (int)dpor.traces, (int)all.traces);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_agrees_with_going_through_all_interleavings),
        cmocka_unit_test(dpor_executes_each_trace_once),
        cmocka_unit_test(dpor_finds_all_traces_of_programs_by_chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
