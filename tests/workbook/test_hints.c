/** @file test_hints.c  Unit test of src/workbook/hints.c. */
#include "workbook/hints.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void an_ordered_list_is_read_item_by_item(void **state)
{
    (void)state;
    struct hints h;
    hints_read("# Hints\n\nNot a hint.\n\n1. How many loops?\n2. One array,\n   and another.\n3) Join.\n",
               &h);
    assert_int_equal(h.nsteps, 3);
    assert_string_equal(h.steps[0], "How many loops?");
    assert_string_equal(h.steps[1], "One array,\nand another.");
    assert_string_equal(h.steps[2], "Join.");
    assert_int_equal(h.nmarked, 0);
    hints_deinit(&h);
}

static void sections_are_read_without_their_titles(void **state)
{
    (void)state;
    struct hints h;
    hints_read("# Hints\n## A question\nWho waits?\n\n## Nearly\n    join(t)\n", &h);
    assert_int_equal(h.nsteps, 2);
    assert_string_equal(h.steps[0], "Who waits?");
    assert_string_equal(h.steps[1], "join(t)");
    hints_deinit(&h);
}

static void a_marked_hint_is_for_its_verdict_and_no_step(void **state)
{
    (void)state;
    struct hints h;
    hints_read("1. First.\n2. [race] In the list.\n\n- [deadlock] At the margin,\n  two "
               "lines.\n\n[build-error] A paragraph.\n"
               "## [hang] A section.\n",
               &h);
    assert_int_equal(h.nsteps, 1);
    assert_string_equal(hints_for(&h, "race"), "In the list.");
    assert_string_equal(hints_for(&h, "deadlock"), "At the margin,\ntwo lines.");
    assert_string_equal(hints_for(&h, "build-error"), "A paragraph.");
    assert_string_equal(hints_for(&h, "hang"), "A section.");
    assert_null(hints_for(&h, "wrong"));
    assert_null(hints_for(&h, NULL));
    hints_deinit(&h);
}

static void code_and_links_are_not_taken_for_hints(void **state)
{
    (void)state;
    struct hints h;
    hints_read("1. See [race](race.md).\n\n   ```\n1. code\n## code\n   ```\n2. [locks](l.md) first.\n", &h);
    assert_int_equal(h.nsteps, 2);
    assert_string_equal(h.steps[1], "[locks](l.md) first.");
    assert_int_equal(h.nmarked, 0);
    hints_deinit(&h);
}

static void a_page_without_hints_gives_none(void **state)
{
    (void)state;
    struct hints h;
    hints_read("", &h);
    assert_int_equal(h.nsteps + h.nmarked, 0);
    hints_deinit(&h);
    hints_read("# Hints\n\nThere are none.", &h);
    assert_int_equal(h.nsteps + h.nmarked, 0);
    hints_deinit(&h);
}

static void more_hints_than_there_is_room_for_are_left_out(void **state)
{
    (void)state;
    struct hints h;
    hints_read("1. a\n1. a\n1. a\n1. a\n1. a\n1. a\n1. a\n1. a\n1. a\n1. a\n1. a\n1. a\n1. a\n1. a\n1. a\n1. "
               "a\n1. a\n1. a\n",
               &h);
    assert_int_equal(h.nsteps, HINTS_MAX);
    hints_deinit(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ordered_list_is_read_item_by_item),
        cmocka_unit_test(sections_are_read_without_their_titles),
        cmocka_unit_test(a_marked_hint_is_for_its_verdict_and_no_step),
        cmocka_unit_test(code_and_links_are_not_taken_for_hints),
        cmocka_unit_test(a_page_without_hints_gives_none),
        cmocka_unit_test(more_hints_than_there_is_room_for_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
