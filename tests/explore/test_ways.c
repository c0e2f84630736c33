/** @file test_ways.c  Unit test of src/explore/runtime/ways.c: deadlines, virtual time, spurious wake-ups. */
#include "explore/runtime/ways.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct blackbox box;
static uint8_t enabled[THREADS_MAX];
static struct strategy by = {.exhaustive = true};

static void announce(unsigned id, struct operation next)
{
    execution.threads[id].state = THREAD_LIVE;
    execution.threads[id].next = next;
}

static int begin(void **state)
{
    (void)state;
    blackbox = &box;
    memset(&box.plan, 0, sizeof box.plan);
    memset(&execution, 0, sizeof execution);
    box.profile.npaths = 3;
    by.exhaustive = true;
    ways_reset(&by, 0);
    return 0;
}

static const struct operation step = {.op = OP_YIELD};
static const struct operation blocked = {.op = OP_LOCK, .enabled = ways_never};
static const struct operation waiting = {.op = OP_WAIT_END, .enabled = ways_never, .may_wake_spuriously = true};

static struct operation sleeping(uint64_t until_ns)
{
    return (struct operation){.op = OP_SLEEP, .enabled = ways_never, .deadline_ns = until_ns};
}

static void threads_that_can_step_are_enabled_in_order_of_their_ids(void **state)
{
    (void)state;
    announce(0, step);
    announce(1, blocked);
    announce(2, step);
    assert_int_equal(ways_collect(enabled), 2);
    assert_int_equal(enabled[0], 0);
    assert_int_equal(enabled[1], 2);
}

static void quiescent_time_stands_still_while_anybody_can_move(void **state)
{
    (void)state;
    announce(0, step);
    announce(1, sleeping(50));
    assert_int_equal(ways_collect(enabled), 1);
    assert_int_equal(execution.now_ns, 0);
    announce(0, blocked);
    assert_int_equal(ways_collect(enabled), 1);
    assert_int_equal(enabled[0], 1);
    assert_int_equal(execution.now_ns, 0); // it passes when that thread goes on
    assert_int_equal(execution.horizon_ns, 50);
    assert_int_equal(ways_take(&execution.threads[1], WAY_TIMEOUT), OP_SLEEP);
    assert_int_equal(execution.now_ns, 50);
}

static void all_sleepers_of_the_earliest_deadline_wake_and_no_other(void **state)
{
    (void)state;
    announce(0, sleeping(70));
    announce(1, sleeping(50));
    announce(2, sleeping(50));
    assert_int_equal(ways_collect(enabled), 2);
    assert_int_equal(enabled[0], 1);
    assert_int_equal(enabled[1], 2);
}

static void in_free_time_a_sleeper_may_wake_at_once_and_the_clock_jumps(void **state)
{
    (void)state;
    box.plan.time = TIME_FREE;
    announce(0, step);
    announce(1, sleeping(50));
    assert_int_equal(ways_collect(enabled), 2);
    assert_int_equal(execution.now_ns, 0);
    assert_int_equal(ways_of(&execution.threads[1]), WAY_TIMEOUT);
    assert_int_equal(ways_take(&execution.threads[1], WAY_TIMEOUT), OP_SLEEP);
    assert_int_equal(execution.now_ns, 50);
}

static void a_wait_that_is_over_and_out_of_time_has_two_ways(void **state)
{
    (void)state;
    announce(0, (struct operation){.op = OP_TIMEDLOCK, .deadline_ns = 1});
    execution.now_ns = 2;
    assert_int_equal(ways_collect(enabled), 1);
    assert_int_equal(ways_of(&execution.threads[0]), WAY_STEP | WAY_TIMEOUT);
    assert_int_equal(ways_take(&execution.threads[0], WAY_TIMEOUT), OP_TIMEOUT);
    assert_int_equal(execution.now_ns, 2);
}

static void spurious_wake_ups_last_as_long_as_their_budget(void **state)
{
    (void)state;
    box.plan.spurious = 1;
    ways_reset(&by, 0);
    announce(0, step);
    announce(1, waiting);
    assert_int_equal(ways_collect(enabled), 2);
    assert_int_equal(ways_take(&execution.threads[1], WAY_SPURIOUS), OP_SPURIOUS);
    assert_int_equal(ways_collect(enabled), 1);
}

static void a_spurious_wake_up_rescues_nobody_from_a_deadlock(void **state)
{
    (void)state;
    box.plan.spurious = 1;
    ways_reset(&by, 0);
    announce(0, blocked);
    announce(1, waiting);
    assert_int_equal(ways_collect(enabled), 0);
}

static void a_search_by_chance_meets_them_now_and_then(void **state)
{
    (void)state;
    by.exhaustive = false;
    box.plan.spurious = 1;
    ways_reset(&by, 0);
    announce(0, step);
    announce(1, waiting);
    int offered = 0;
    for (int i = 0; i < 3200; i++)
        offered += ways_collect(enabled) == 2;
    assert_in_range(offered, 60, 140);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(threads_that_can_step_are_enabled_in_order_of_their_ids, begin),
        cmocka_unit_test_setup(quiescent_time_stands_still_while_anybody_can_move, begin),
        cmocka_unit_test_setup(all_sleepers_of_the_earliest_deadline_wake_and_no_other, begin),
        cmocka_unit_test_setup(in_free_time_a_sleeper_may_wake_at_once_and_the_clock_jumps, begin),
        cmocka_unit_test_setup(a_wait_that_is_over_and_out_of_time_has_two_ways, begin),
        cmocka_unit_test_setup(spurious_wake_ups_last_as_long_as_their_budget, begin),
        cmocka_unit_test_setup(a_spurious_wake_up_rescues_nobody_from_a_deadlock, begin),
        cmocka_unit_test_setup(a_search_by_chance_meets_them_now_and_then, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
