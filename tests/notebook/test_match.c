/** @file test_match.c  Unit test of src/notebook/match.c. */
#include "notebook/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void plain_lines_are_equal_or_not(void **state)
{
    (void)state;
    assert_true(match_line("", ""));
    assert_true(match_line("a.c (x) [y] {z} $", "a.c (x) [y] {z} $"));
    assert_false(match_line("a.c", "abc"));
    assert_false(match_line("a", "a "));
}

static void int_is_one_integer(void **state)
{
    (void)state;
    assert_true(match_line("{int}", "0"));
    assert_true(match_line("n = {int};", "n = -17;"));
    assert_true(match_line("{int}{int}", "12"));
    assert_false(match_line("{int}", "1.5"));
    assert_false(match_line("{int}", ""));
    assert_false(match_line("{int}{int}", "1"));
}

static void float_is_any_number(void **state)
{
    (void)state;
    assert_true(match_line("{float} s", "2.000 s"));
    assert_true(match_line("{float}", "-1e-9"));
    assert_true(match_line("{float}", "3"));
    assert_false(match_line("{float}", "fast"));
}

static void time_is_a_number_with_its_unit(void **state)
{
    (void)state;
    assert_true(match_line("took {time}", "took 12 ms"));
    assert_true(match_line("took {time}.", "took 1.5s."));
    assert_true(match_line("{time}", "3 µs"));
    assert_false(match_line("{time}", "12"));
    assert_false(match_line("{time}", "12 parsecs"));
}

static void what_stands_beside_a_token_is_taken_literally(void **state)
{
    (void)state;
    assert_true(match_line("[{int}] a+b (c|d) \\ ^.*$ {}", "[5] a+b (c|d) \\ ^.*$ {}"));
    assert_false(match_line("a.b {int}", "axb 1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_lines_are_equal_or_not),
        cmocka_unit_test(int_is_one_integer),
        cmocka_unit_test(float_is_any_number),
        cmocka_unit_test(time_is_a_number_with_its_unit),
        cmocka_unit_test(what_stands_beside_a_token_is_taken_literally),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
