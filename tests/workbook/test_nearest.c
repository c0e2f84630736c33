/** @file test_nearest.c  Unit test of src/workbook/nearest.c. */
#include "workbook/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const char *const known[] = {"start", "watch", "check", "next",       "list",
                                    "hint",  "reset", "test",  "order-slips"};

enum { N = sizeof known / sizeof *known };

static void each_edit_of_one_letter_counts_one(void **state)
{
    (void)state;
    assert_int_equal(nearest_distance("watch", "watch"), 0);
    assert_int_equal(nearest_distance("watch", "wach"), 1);
    assert_int_equal(nearest_distance("watch", "wattch"), 1);
    assert_int_equal(nearest_distance("watch", "wetch"), 1);
    assert_int_equal(nearest_distance("watch", "wacth"), 1);
    assert_int_equal(nearest_distance("watch", ""), 5);
    assert_int_equal(nearest_distance("", ""), 0);
}

static void a_slip_of_the_fingers_finds_the_word(void **state)
{
    (void)state;
    assert_string_equal(nearest_one("chekc", known, N), "check");
    assert_string_equal(nearest_one("wach", known, N), "watch");
    assert_string_equal(nearest_one("slips", known, N), "order-slips");
}

static void something_else_finds_nothing(void **state)
{
    (void)state;
    assert_null(nearest_one("frobnicate", known, N));
    assert_null(nearest_one("", known, N));
    assert_null(nearest_one("check", known, 0));
}

static void the_closest_comes_first(void **state)
{
    (void)state;
    const char *out[2];
    assert_int_equal(nearest("reset", known, N, out, 2), 2);
    assert_string_equal(out[0], "reset");
    assert_int_equal(nearest("hest", known, N, out, 2), 2);
    assert_string_equal(out[0], "test");
    assert_string_equal(out[1], "next");
}

static void a_word_longer_than_any_name_is_near_to_none(void **state)
{
    (void)state;
    char word[501] = {0};
    for (int i = 0; i < 500; i++)
        word[i] = 'a';
    assert_null(nearest_one(word, known, N));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_edit_of_one_letter_counts_one),
        cmocka_unit_test(a_slip_of_the_fingers_finds_the_word),
        cmocka_unit_test(something_else_finds_nothing),
        cmocka_unit_test(the_closest_comes_first),
        cmocka_unit_test(a_word_longer_than_any_name_is_near_to_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
