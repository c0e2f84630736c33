/** @file test_options.c  Unit test of src/notebook/options.c. */
#include "notebook/options.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct options parsed;
static struct text why;

static int parse(const char *info)
{
    options_deinit(&parsed);
    text_deinit(&why);
    return options_parse(info, &parsed, &why);
}

static int forget(void **state)
{
    (void)state;
    options_deinit(&parsed);
    text_deinit(&why);
    return 0;
}

static void a_cell_has_defaults(void **state)
{
    (void)state;
    assert_int_equal(parse("c run"), 0);
    assert_int_equal(parsed.role, ROLE_RUN);
    assert_string_equal(parsed.compiler, "gcc");
    assert_string_equal(parsed.std, "c17");
    assert_int_equal(parsed.limit, LIMIT_S);
}

static void options_stand_in_any_order_and_may_be_quoted(void **state)
{
    (void)state;
    assert_int_equal(parse("c program timeline flags=\"-O0 -g3\" args='a b' std=c11"), 0);
    assert_true(parsed.timeline);
    assert_string_equal(parsed.flags, "-O0 -g3");
    assert_string_equal(parsed.args, "a b");
    assert_string_equal(parsed.std, "c11");
}

static void an_expected_hang_waits_one_second_unless_told_otherwise(void **state)
{
    (void)state;
    assert_int_equal(parse("c run expect=hang"), 0);
    assert_int_equal(parsed.limit, HANG_LIMIT_S);
    assert_int_equal(parse("c run expect=hang limit=5"), 0);
    assert_int_equal(parsed.limit, 5);
}

static void what_an_exploration_needs_is_read(void **state)
{
    (void)state;
    assert_int_equal(parse("c run explore expect=race time=free executions=50 races=tolerate "
                           "spurious=0"),
                     0);
    assert_true(parsed.explore);
    assert_string_equal(parsed.expect, "race");
    assert_string_equal(parsed.time, "free");
    assert_int_equal(parsed.executions, 50);
    assert_string_equal(parsed.races, "tolerate");
    assert_string_equal(parsed.spurious, "0");
    assert_int_equal(parse("c run openmp threads=4"), 0);
    assert_true(parsed.openmp);
    assert_false(options_race(&parsed));
    assert_int_equal(parse("c run openmp compiler=clang expect=race"), 0);
    assert_true(options_race(&parsed));
    assert_int_equal(parse("python run image=\"a.ppm b.pgm\""), 0);
    assert_string_equal(parsed.image, "a.ppm b.pgm");
}

static void a_slip_in_a_language_is_no_plain_block(void **state)
{
    (void)state;
    assert_int_equal(parse("sh"), 0);
    assert_int_equal(parsed.language, LANGUAGE_TEXT);
    assert_int_equal(parse(""), 0);
    assert_int_equal(parse("ouput"), EINVAL);
    assert_non_null(strstr(text_string(&why), "unknown language `ouput`"));
}

static void what_is_wrong_is_named_with_what_exists(void **state)
{
    (void)state;
    static const struct {
        const char *info, *text;
    } wrong[] = {
        {"c", "needs a role"},
        {"c rum", "one of: def run program show"},
        {"python def", "a python cell is one of: run"},
        {"output sorted", "there are: output, output unordered, output one-of"},
        {"output unordered x", "has no option `x`"},
        {"c run colour", "unknown option `colour`; a `c run` cell has: repeat explore"},
        {"c def repeat=3", "a `c def` cell has no option `repeat`"},
        {"python run std=c11", "a `python run` cell has no option `std`"},
        {"c run repeat", "repeat= should be a number"},
        {"c run repeat=3x", "repeat=3x should be a number"},
        {"c run repeat=-1", "repeat=-1 should be a number"},
        {"c run timeline=yes", "timeline takes no value"},
        {"c run plot=", "plot needs a value"},
        {"c run time=real", "time=real is none of: virtual"},
        {"c run args=\"a", "is not closed"},
        {"c run expect=race", "needs `explore`"},
        {"c run compiler=clang expect=race", "or `openmp` with compiler=clang"},
        {"c run openmp expect=race", "needs compiler=clang"},
        {"c run openmp expect=serial", "can expect: hang crash"},
        {"c run image=a.ppm timeline", "has one figure"},
        {"c run time=free", "time=free needs `explore`"},
        {"c run explore time=virtual", "it is quiescent or free"},
        {"c run executions=3", "executions, races and spurious need `explore`"},
        {"c run spurious=0", "executions, races and spurious need `explore`"},
        {"c run explore spurious=many", "spurious=many is none of: 0 1 2"},
        {"c run explore timeline", "explore goes with none of"},
        {"c run repeat=2 timeline", "repeat goes with none of"},
    };
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        assert_int_equal(parse(wrong[k].info), EINVAL);
        if (!strstr(text_string(&why), wrong[k].text))
            fail_msg("`%s` gives: %s", wrong[k].info, text_string(&why));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_has_defaults),
        cmocka_unit_test(options_stand_in_any_order_and_may_be_quoted),
        cmocka_unit_test(an_expected_hang_waits_one_second_unless_told_otherwise),
        cmocka_unit_test(what_an_exploration_needs_is_read),
        cmocka_unit_test(a_slip_in_a_language_is_no_plain_block),
        cmocka_unit_test(what_is_wrong_is_named_with_what_exists),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
