/** @file test_compare.c  Unit test of src/notebook/compare.c, diff.c and rows.c. */
#include "notebook/compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct comparison last;

static bool compare(enum output_mode mode, unsigned repeat, const char *expected, const char *found)
{
    const struct cell cell = {
        .options = {.repeat = repeat},
        .output = {.line = 1, .mode = mode, .text = expected},
    };
    comparison_deinit(&last);
    compare_output(&cell, found, &last);
    return last.fits;
}

static bool fits(const char *expected, const char *found)
{
    return compare(OUTPUT_EXACT, 0, expected, found);
}

static int forget(void **state)
{
    (void)state;
    comparison_deinit(&last);
    return 0;
}

static void the_same_lines_fit(void **state)
{
    (void)state;
    assert_true(fits("", ""));
    assert_true(fits("a\nb\n", "a\nb\n"));
    assert_true(fits("a\n", "a"));      // a missing newline at the end
    assert_true(fits("a\n", "a  \n"));  // blanks at the end, which editors take away
    assert_false(fits("a\n", "a\n\n")); // an empty line is a line
    assert_false(fits("", "a\n"));
    assert_false(fits("a\n", ""));
}

static void dots_take_any_lines_in(void **state)
{
    (void)state;
    assert_true(fits("...\n", ""));
    assert_true(fits("...\n", "a\nb\n"));
    assert_true(fits("a\n...\nz\n", "a\nz\n"));
    assert_true(fits("a\n...\nz\n", "a\nb\nz\nc\nz\n"));
    assert_true(fits("...\nm\n...\n", "a\nm\nz\n"));
    assert_false(fits("a\n...\nz\n", "a\nb\n"));
    assert_false(fits("...\nm\n...\n", "a\nz\n"));
}

static void the_difference_is_the_least_one(void **state)
{
    (void)state;
    assert_false(fits("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nd\nE\nf\ng\n"));
    assert_string_equal(text_string(&last.diff), "  …\n  c\n  d\n- e\n+ E\n  f\n  g\n");
    assert_false(fits("a\nb\n", "a\nx\nb\n"));
    assert_string_equal(text_string(&last.diff), "  a\n+ x\n  b\n");
}

static void an_update_keeps_patterns_that_still_fit(void **state)
{
    (void)state;
    assert_false(fits("took {time}\nold\n...\nend {int}\n", "took 5 ms\nnew\nx\ny\nend 3\n"));
    assert_string_equal(text_string(&last.updated), "took {time}\nnew\n...\nend {int}\n");
}

static void unordered_lines_are_paired_one_to_one(void **state)
{
    (void)state;
    assert_true(compare(OUTPUT_UNORDERED, 0, "a\nb\n", "b\na\n"));
    assert_false(compare(OUTPUT_UNORDERED, 0, "a\na\n", "a\nb\n"));
    assert_string_equal(text_string(&last.diff), "+ b\n- a\n");
    assert_string_equal(text_string(&last.updated), "a\nb\n");
    // The pattern must give way: only it fits 7, while 3 has a line of its own.
    assert_true(compare(OUTPUT_UNORDERED, 0, "{int}\n3\n", "3\n7\n"));
    assert_true(compare(OUTPUT_UNORDERED, 0, "a\n...\n", "x\na\ny\n"));
    assert_false(compare(OUTPUT_UNORDERED, 0, "a\n...\n", "x\n"));
}

static void one_of_takes_each_alternative_as_a_whole(void **state)
{
    (void)state;
    assert_true(compare(OUTPUT_ONE_OF, 0, "a\nb\nor\nc\n", "c\n"));
    assert_true(compare(OUTPUT_ONE_OF, 0, "a\nb\nor\nc\n", "a\nb\n"));
    assert_false(compare(OUTPUT_ONE_OF, 0, "a\nb\nor\nc\n", "a\nc\n"));
    assert_string_equal(text_string(&last.updated), "a\nb\nor\nc\nor\na\nc\n");
}

static void rows_are_a_set_in_which_each_must_occur(void **state)
{
    (void)state;
    assert_true(compare(OUTPUT_EXACT, 10, "~7 × a\n{int} × b / c\n", "6 × b / c\n4 × a\n"));
    assert_false(compare(OUTPUT_EXACT, 10, "~7 × a\n~3 × b\n", "10 × a\n"));
    assert_false(compare(OUTPUT_EXACT, 10, "~7 × a\n", "9 × a\n1 × b\n"));
    assert_string_equal(text_string(&last.updated), "~9 × a\n~1 × b\n");
    assert_true(compare(OUTPUT_EXACT, 10, "~7 × a\n...\n", "9 × a\n1 × b\n"));
    assert_false(compare(OUTPUT_EXACT, 10, "not a row\n", "10 × a\n"));
}

static void rows_of_one_of_may_occur(void **state)
{
    (void)state;
    assert_true(compare(OUTPUT_ONE_OF, 10, "~7 × a\n~3 × b\n", "10 × a\n"));
    assert_false(compare(OUTPUT_ONE_OF, 10, "~7 × a\n~3 × b\n", "9 × a\n1 × c\n"));
}

static void an_exact_count_is_a_promise(void **state)
{
    (void)state;
    assert_true(compare(OUTPUT_EXACT, 10, "10 × {int}\n", "6 × 1\n4 × 2\n"));
    assert_false(compare(OUTPUT_EXACT, 10, "10 × a\n...\n", "9 × a\n1 × b\n"));
    assert_string_equal(text_string(&last.updated), "~9 × a\n...\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_lines_fit),
        cmocka_unit_test(dots_take_any_lines_in),
        cmocka_unit_test(the_difference_is_the_least_one),
        cmocka_unit_test(an_update_keeps_patterns_that_still_fit),
        cmocka_unit_test(unordered_lines_are_paired_one_to_one),
        cmocka_unit_test(one_of_takes_each_alternative_as_a_whole),
        cmocka_unit_test(rows_are_a_set_in_which_each_must_occur),
        cmocka_unit_test(rows_of_one_of_may_occur),
        cmocka_unit_test(an_exact_count_is_a_promise),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
