/** @file test_clock.c  Unit test of src/explore/clocks/clock.c. */
#include "explore/clocks/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_new_clock_knows_nothing(void **state)
{
    (void)state;
    const struct clock c = {0};
    assert_int_equal(clock_get(&c, 0), 0);
    assert_int_equal(clock_get(&c, THREADS_MAX - 1), 0);
}

static void a_tick_begins_an_epoch_of_one_thread_only(void **state)
{
    (void)state;
    struct clock c = {0};
    clock_tick(&c, 3);
    clock_tick(&c, 3);
    assert_int_equal(clock_get(&c, 3), 2);
    assert_int_equal(clock_get(&c, 2), 0);
    assert_int_equal(clock_get(&c, 4), 0);
}

static void a_join_knows_what_either_knew(void **state)
{
    (void)state;
    struct clock a = {0}, b = {0};
    clock_tick(&a, 0);
    clock_tick(&a, 0);
    clock_tick(&b, 0);
    clock_tick(&b, 199);
    clock_join(&a, &b);
    assert_int_equal(clock_get(&a, 0), 2);
    assert_int_equal(clock_get(&a, 199), 1);
    assert_int_equal(clock_get(&b, 0), 1);
}

static void a_copy_forgets_what_the_clock_knew(void **state)
{
    (void)state;
    struct clock a = {0}, b = {0};
    clock_tick(&a, 7);
    clock_tick(&b, 1);
    clock_copy(&a, &b);
    assert_int_equal(clock_get(&a, 7), 0);
    assert_int_equal(clock_get(&a, 1), 1);
    clock_tick(&a, 7);
    assert_int_equal(clock_get(&a, 7), 1);
}

static void a_cleared_clock_does_not_remember_when_it_grows_again(void **state)
{
    (void)state;
    struct clock a = {0};
    clock_tick(&a, 5);
    clock_clear(&a);
    clock_tick(&a, 9);
    assert_int_equal(clock_get(&a, 5), 0);
}

static void before_is_a_partial_order(void **state)
{
    (void)state;
    struct clock a = {0}, b = {0};
    assert_true(clock_before(&a, &b));
    clock_tick(&a, 0);
    assert_false(clock_before(&a, &b));
    assert_true(clock_before(&b, &a));
    clock_tick(&b, 1);
    assert_false(clock_before(&a, &b));
    assert_false(clock_before(&b, &a));
    clock_join(&b, &a);
    assert_true(clock_before(&a, &b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_clock_knows_nothing),
        cmocka_unit_test(a_tick_begins_an_epoch_of_one_thread_only),
        cmocka_unit_test(a_join_knows_what_either_knew),
        cmocka_unit_test(a_copy_forgets_what_the_clock_knew),
        cmocka_unit_test(a_cleared_clock_does_not_remember_when_it_grows_again),
        cmocka_unit_test(before_is_a_partial_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
