/** @file test_options.c  Unit test of src/explore/driver/options.c. */
#include "explore/driver/options.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct options o;
static char *why;

static int parse(const char *const *words)
{
    char *argv[16] = {"explore"};
    int argc = 1;
    for (; words[argc - 1]; argc++)
        argv[argc] = (char *)(uintptr_t)words[argc - 1];
    options_deinit(&o);
    free(why);
    why = NULL;
    return options_parse(argc, argv, &o, &why);
}
#define PARSE(...) parse((const char *const[]){__VA_ARGS__, NULL})

static void files_checks_and_the_programs_arguments_are_told_apart(void **state)
{
    (void)state;
    assert_int_equal(PARSE("a.c", "--check", "check.o", "b.o", "--", "--json", "x"), 0);
    assert_string_equal(o.files[0], "a.c");
    assert_string_equal(o.files[1], "b.o");
    assert_null(o.files[2]);
    assert_string_equal(o.checks[0], "check.o");
    assert_null(o.checks[1]);
    assert_string_equal(o.arguments[0], "a.c");
    assert_string_equal(o.arguments[1], "--json");
    assert_string_equal(o.arguments[2], "x");
    assert_null(o.arguments[3]);
    assert_false(o.json);
}

static void five_seconds_are_the_budget_unless_executions_are_given(void **state)
{
    (void)state;
    assert_int_equal(PARSE("a.c"), 0);
    assert_int_equal(o.seconds, 5);
    assert_int_equal(PARSE("a.c", "--executions", "10"), 0);
    assert_int_equal(o.seconds, 0);
    assert_int_equal(o.executions, 10);
}

static void a_bad_number_names_the_option_and_what_it_takes(void **state)
{
    (void)state;
    assert_int_equal(PARSE("a.c", "--max-threads", "many"), EINVAL);
    assert_non_null(strstr(why, "--max-threads many: should be a number from 1 to "));
    assert_int_equal(PARSE("a.c", "--seed", "-1"), EINVAL);
    assert_int_equal(PARSE("a.c", "--executions", "0"), EINVAL);
    assert_int_equal(PARSE("a.c", "--seconds", "10s"), EINVAL);
}

static void no_file_is_an_error(void **state)
{
    (void)state;
    assert_int_equal(PARSE("--json"), EINVAL);
    assert_non_null(strstr(why, "which file?"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_checks_and_the_programs_arguments_are_told_apart),
        cmocka_unit_test(five_seconds_are_the_budget_unless_executions_are_given),
        cmocka_unit_test(a_bad_number_names_the_option_and_what_it_takes),
        cmocka_unit_test(no_file_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
