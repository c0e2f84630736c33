/** @file test_timeline.c  Unit test of src/notebook/timeline.c and timeline_svg.c. */
#include "notebook/timeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void bars_begin_and_end_in_their_lanes(void **state)
{
    (void)state;
    struct timeline t;
    timeline_read("N 2 500 cook 1\nB 1 1000 chop\nB 2 2000 stir\nE 1 3000 \nE 2 6000 \n", &t);
    assert_int_equal(t.nlanes, 2);
    assert_string_equal(t.lanes[0], "cook 1");
    assert_string_equal(t.lanes[1], "thread 1");
    assert_int_equal(t.nbars, 2);
    assert_int_equal(t.bars[0].from_ns, 0); // a name is no event: time begins with the first bar
    assert_int_equal(t.bars[0].to_ns, 2000);
    assert_int_equal(t.bars[1].from_ns, 1000);
    assert_int_equal(t.length_ns, 5000);
    timeline_deinit(&t);
}

static void what_began_last_ends_first(void **state)
{
    (void)state;
    struct timeline t;
    timeline_read("B 1 0 outer\nB 1 1 inner\nM 1 2 mark\nE 1 3 \nE 1 4 \n", &t);
    assert_int_equal(t.bars[0].to_ns, 4);
    assert_int_equal(t.bars[1].to_ns, 3);
    assert_int_equal(t.bars[1].depth, 1);
    assert_true(t.bars[2].is_mark);
    timeline_deinit(&t);
}

static void a_crash_leaves_bars_open_and_a_line_cut_short(void **state)
{
    (void)state;
    struct timeline t;
    timeline_read("E 1 0 \nB 1 1 open\nM 1 9 last\nB 1", &t);
    assert_int_equal(t.nbars, 2);
    assert_int_equal(t.bars[0].to_ns, t.length_ns);
    timeline_deinit(&t);
    timeline_read("", &t);
    assert_int_equal(t.nbars, 0);
    timeline_deinit(&t);
}

static void names_cannot_break_the_figure_or_the_table(void **state)
{
    (void)state;
    struct timeline t;
    struct text svg = {0}, table = {0};
    timeline_read("N 1 0 <&>\nB 1 0 a|b\nE 1 5 \n", &t);
    timeline_svg(&t, "\"title\"", &svg);
    timeline_table(&t, &table);
    assert_non_null(strstr(text_string(&svg), "&lt;&amp;&gt;: a|b"));
    assert_non_null(strstr(text_string(&svg), "&quot;title&quot;"));
    assert_non_null(strstr(text_string(&table), "| <&> | a\\|b | 0.0 µs | 0.0 µs |"));
    text_deinit(&svg);
    text_deinit(&table);
    timeline_deinit(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_begin_and_end_in_their_lanes),
        cmocka_unit_test(what_began_last_ends_first),
        cmocka_unit_test(a_crash_leaves_bars_open_and_a_line_cut_short),
        cmocka_unit_test(names_cannot_break_the_figure_or_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
