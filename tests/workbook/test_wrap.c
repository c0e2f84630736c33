/** @file test_wrap.c  Unit test of src/workbook/wrap.c. */
#include "workbook/wrap.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define RED "\033[31m"
#define END "\033[0m"

static void assert_wraps(const char *text, int columns, const char *const *lines, size_t n)
{
    struct wrapped w;
    wrap_text(text, columns, &w);
    assert_int_equal(w.count, n);
    for (size_t i = 0; i < n; i++)
        assert_string_equal(w.lines[i], lines[i]);
    wrapped_deinit(&w);
}

#define ASSERT_WRAPS(text, columns, ...)                                                                     \
    do {                                                                                                     \
        const char *const lines_[] = {__VA_ARGS__};                                                          \
        assert_wraps(text, columns, lines_, sizeof lines_ / sizeof *lines_);                                 \
    } while (0)

static void short_lines_stay_as_they_are(void **state)
{
    (void)state;
    ASSERT_WRAPS("one\n\ntwo\n", 10, "one", "", "two");
    ASSERT_WRAPS("no newline", 10, "no newline");
    assert_wraps("", 10, NULL, 0);
}

static void a_long_line_is_cut_at_a_space_in_its_second_half(void **state)
{
    (void)state;
    ASSERT_WRAPS("who holds the knife", 10, "who holds ", "the knife");
    ASSERT_WRAPS("a verylongword", 8, "a verylo", "ngword");
}

static void what_is_cut_off_goes_on_below_its_text(void **state)
{
    (void)state;
    ASSERT_WRAPS("  one two three\n", 10, "  one two ", "  three");
    ASSERT_WRAPS("  to do   wait for all cooks\nnext\n", 24, "  to do   wait for all ", "          cooks",
                 "next");
    ASSERT_WRAPS("            far to the right", 17, "            far ", "to the right");
}

static void a_colour_goes_on_in_the_next_line(void **state)
{
    (void)state;
    ASSERT_WRAPS(RED "abcdef" END "gh", 4, RED "abcd" END, RED "ef" END "gh");
    ASSERT_WRAPS(RED "abc de" END "f", 6, RED "abc " END, RED "de" END "f");
    ASSERT_WRAPS("abc " RED "def" END, 6, "abc ", RED "def" END);
}

static void columns_are_counted_and_not_bytes(void **state)
{
    (void)state;
    ASSERT_WRAPS("äöüß", 4, "äöüß");
    ASSERT_WRAPS("台所台所", 4, "台所", "台所");
    assert_int_equal(wrap_columns(RED "台所 é" END), 6);
}

static void what_a_terminal_would_obey_is_dropped(void **state)
{
    (void)state;
    ASSERT_WRAPS("a\033[2J\033[Hb\a\rc", 10, "abc");
    ASSERT_WRAPS("a\033", 10, "a");
    ASSERT_WRAPS("a\xff"
                 "b",
                 10, "a?b");
}

static void tabs_reach_the_next_stop(void **state)
{
    (void)state;
    ASSERT_WRAPS("\tx\n1234\tx", 20, "        x", "1234    x");
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_lines_stay_as_they_are),
        cmocka_unit_test(a_long_line_is_cut_at_a_space_in_its_second_half),
        cmocka_unit_test(what_is_cut_off_goes_on_below_its_text),
        cmocka_unit_test(a_colour_goes_on_in_the_next_line),
        cmocka_unit_test(columns_are_counted_and_not_bytes),
        cmocka_unit_test(what_a_terminal_would_obey_is_dropped),
        cmocka_unit_test(tabs_reach_the_next_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
