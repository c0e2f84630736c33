/** @file test_strategies.c  Unit test of src/explore/strategies, on a machine without learner code. */
#include "explore/runtime/random.h"
#include "explore/strategies/strategy.h"
#include "fake_machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct plan plan;
static struct blackbox box;

static int begin(void **state)
{
    (void)state;
    memset(&plan, 0, sizeof plan);
    plan.seed = 1;
    blackbox = &box;
    return 0;
}

static void equal_seeds_give_equal_executions_others_do_not(void **state)
{
    (void)state;
    struct fake_machine a = {.lengths = {8, 8, 8}}, b = a;
    const struct strategy *s = strategy_of(STRATEGY_RANDOM);
    int different = 0;
    for (uint64_t i = 0; i < 20; i++) {
        fake_run(&a, s, &plan, i);
        fake_run(&b, s, &plan, i);
        assert_memory_equal(a.order, b.order, sizeof a.order);
        fake_run(&b, s, &plan, i + 1);
        different += memcmp(a.order, b.order, sizeof a.order) != 0;
    }
    assert_in_range(different, 19, 20);
}

static void the_random_walk_takes_every_order_of_three_steps(void **state)
{
    (void)state;
    struct fake_machine m = {.lengths = {1, 1, 1}};
    int seen[27] = {0}, orders = 0;
    for (uint64_t i = 0; i < 200; i++) {
        fake_run(&m, strategy_of(STRATEGY_RANDOM), &plan, i);
        orders += seen[m.order[0] * 9 + m.order[1] * 3 + m.order[2]]++ == 0;
    }
    assert_int_equal(orders, 6);
}

static void a_replay_follows_its_schedule(void **state)
{
    (void)state;
    struct fake_machine m = {.lengths = {2, 2, 1}};
    const uint16_t schedule[] = {1, 0, 2, 0, 1};
    memcpy(plan.schedule, schedule, sizeof schedule);
    plan.nschedule = 5;
    fake_run(&m, strategy_of(STRATEGY_REPLAY), &plan, 0);
    for (int i = 0; i < 5; i++)
        assert_int_equal(m.order[i], schedule[i]);
    assert_int_equal(box.diverged_at, 0);
}

static void a_replay_that_does_not_fit_says_where(void **state)
{
    (void)state;
    struct fake_machine m = {.lengths = {1, 2, 0}};
    const uint16_t schedule[] = {0, 0, 1};
    memcpy(plan.schedule, schedule, sizeof schedule);
    plan.nschedule = 3;
    fake_run(&m, strategy_of(STRATEGY_REPLAY), &plan, 0);
    assert_int_equal(box.diverged_at, 2);
    plan.lenient = true;
    fake_run(&m, strategy_of(STRATEGY_REPLAY), &plan, 0);
    assert_int_equal(box.diverged_at, 0);
    assert_int_equal(m.steps, 3);
}

static void numbers_below_a_bound_are_spread_evenly(void **state)
{
    (void)state;
    struct random r = random_new(1, 2, 3);
    int seen[7] = {0};
    for (int i = 0; i < 7000; i++)
        seen[random_below(&r, 7)]++;
    for (int i = 0; i < 7; i++)
        assert_in_range(seen[i], 850, 1150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(equal_seeds_give_equal_executions_others_do_not, begin),
        cmocka_unit_test_setup(the_random_walk_takes_every_order_of_three_steps, begin),
        cmocka_unit_test_setup(a_replay_follows_its_schedule, begin),
        cmocka_unit_test_setup(a_replay_that_does_not_fit_says_where, begin),
        cmocka_unit_test_setup(numbers_below_a_bound_are_spread_evenly, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
