/** @file test_arguments.c  Unit test of src/workbook/arguments.c, and of the table as a whole. */
#include "workbook/arguments.h"
#include "workbook/commands.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const struct command sample = {.name = "sample",
                                      .words = WORDS_EXERCISES,
                                      .words_max = 2,
                                      .options = {{"--json", NULL, ""}, {"--seed", "N", ""}}};
static const struct command raw = {.name = "raw", .words = WORDS_RAW, .words_max = WORDS_MAX};

#define READ(command, out, why, ...) arguments_read(command, (char *[]){__VA_ARGS__, NULL}, out, why)

static void options_stand_anywhere_and_take_their_value_either_way(void **state)
{
    (void)state;
    struct arguments a;
    char *why;
    assert_int_equal(READ(&sample, &a, &why, "--seed", "7", "01-01", "--json"), 0);
    assert_string_equal(arguments_value(&a, "--seed"), "7");
    assert_true(arguments_has(&a, "--json"));
    assert_int_equal(a.nwords, 1);
    assert_int_equal(READ(&sample, &a, &why, "--seed=8"), 0);
    assert_string_equal(arguments_value(&a, "--seed"), "8");
    assert_false(arguments_has(&a, "--json"));
}

static void an_option_given_twice_has_both_values(void **state)
{
    (void)state;
    struct arguments a;
    char *why;
    assert_int_equal(READ(&sample, &a, &why, "--seed", "7", "--seed=8"), 0);
    assert_string_equal(arguments_nth(&a, "--seed", 0), "7");
    assert_string_equal(arguments_nth(&a, "--seed", 1), "8");
    assert_null(arguments_nth(&a, "--seed", 2));
    assert_string_equal(arguments_value(&a, "--seed"), "8");
}

static void after_two_dashes_all_is_words(void **state)
{
    (void)state;
    struct arguments a;
    char *why;
    assert_int_equal(READ(&sample, &a, &why, "--", "--json"), 0);
    assert_string_equal(a.words[0], "--json");
    assert_false(arguments_has(&a, "--json"));
}

static void assert_refused(const struct command *command, char **argv, const char *text)
{
    struct arguments a;
    char *why = NULL;
    assert_int_equal(arguments_read(command, argv, &a, &why), EINVAL);
    assert_string_equal(why, text);
    free(why);
}

static void mistakes_are_named(void **state)
{
    (void)state;
    assert_refused(&sample, (char *[]){"--sed", NULL}, "sample: no option --sed; did you mean --seed?");
    assert_refused(&sample, (char *[]){"--frobnicate", NULL}, "sample: no option --frobnicate");
    assert_refused(&sample, (char *[]){"--seed", NULL}, "sample: --seed needs N");
    assert_refused(&sample, (char *[]){"--json=1", NULL}, "sample: --json takes no value");
    assert_refused(&sample, (char *[]){"a", "b", "c", NULL}, "sample: one word too many: c");
}

static void a_raw_command_reads_nothing_itself(void **state)
{
    (void)state;
    struct arguments a;
    char *why;
    assert_int_equal(READ(&raw, &a, &why, "--help", "--", "-R", "x"), 0);
    assert_int_equal(a.nwords, 4);
    assert_string_equal(a.words[1], "--");
}

static void every_row_of_the_table_is_complete(void **state)
{
    (void)state;
    for (const struct command *c = commands; c->name; c++) {
        assert_true(c->synopsis && c->brief && c->text && c->run);
        assert_ptr_equal(commands_find(c->name), c); // so no name stands twice
        assert_true(c->brief[strlen(c->brief) - 1] != '.');
        assert_true(c->text[strlen(c->text) - 1] == '.' || c->text[strlen(c->text) - 1] == '-');
        assert_int_equal(c->words == WORDS_NONE, c->words_max == 0);
    }
    assert_null(commands_find("frobnicate"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_anywhere_and_take_their_value_either_way),
        cmocka_unit_test(an_option_given_twice_has_both_values),
        cmocka_unit_test(after_two_dashes_all_is_words),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(a_raw_command_reads_nothing_itself),
        cmocka_unit_test(every_row_of_the_table_is_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
