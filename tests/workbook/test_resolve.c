/** @file test_resolve.c  Unit test of src/workbook/resolve.c. */
#include "workbook/resolve.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static struct exercise exercises[] = {
    {.id = "01-01",
     .name = "01-hello-cooks",
     .chapter = "01-first-threads",
     .folder = "/w/exercises/01-first-threads/01-hello-cooks"},
    {.id = "01-02",
     .name = "02-order-slips",
     .chapter = "01-first-threads",
     .folder = "/w/exercises/01-first-threads/02-order-slips"},
    {.id = "02-01",
     .name = "01-the-knife",
     .chapter = "02-races-and-locks",
     .folder = "/w/exercises/02-races-and-locks/01-the-knife"},
};
static struct chapter chapters[] = {
    {.name = "01-first-threads"}, {.name = "02-races-and-locks"}, {.name = "03-waiting-and-signalling"}};
static const struct catalogue catalogue = {
    .root = "/w", .chapters = chapters, .nchapters = 3, .exercises = exercises, .nexercises = 3};

static void assert_finds(const char *what, const char *first, size_t count)
{
    struct selection found = {0};
    char *why = NULL;
    assert_int_equal(resolve(&catalogue, what, &found, &why), 0);
    assert_int_equal(found.count, count);
    assert_string_equal(found.first->id, first);
}

static void numbers_and_names_are_one_exercise(void **state)
{
    (void)state;
    assert_finds("01-02", "01-02", 1);
    assert_finds("1-2", "01-02", 1);
    assert_finds("order-slips", "01-02", 1);
    assert_finds("02-order-slips", "01-02", 1);
}

static void a_chapter_is_all_of_its_exercises(void **state)
{
    (void)state;
    assert_finds("1", "01-01", 2);
    assert_finds("01", "01-01", 2);
    assert_finds("first-threads", "01-01", 2);
    assert_finds("01-first-threads", "01-01", 2);
    assert_finds("2", "02-01", 1);
}

static void a_chapter_may_have_none_yet(void **state)
{
    (void)state;
    struct selection found = {0};
    char *why = NULL;
    assert_int_equal(resolve(&catalogue, "03", &found, &why), 0);
    assert_int_equal(found.count, 0);
}

static void assert_not_found(const char *what, const char *text)
{
    struct selection found = {0};
    char *why = NULL;
    assert_int_equal(resolve(&catalogue, what, &found, &why), ENOENT);
    assert_string_equal(why, text);
    free(why);
}

static void unknown_words_name_the_nearest(void **state)
{
    (void)state;
    assert_not_found("hello-cook", "no exercise or chapter is called hello-cook; did you mean hello-cooks? "
                                   "All of them: ./workbook list");
    assert_not_found("zzzzzz", "no exercise or chapter is called zzzzzz. All of them: ./workbook list");
    assert_not_found("", "no exercise or chapter is called . All of them: ./workbook list");
}

static void paths_are_shown_below_the_checkout(void **state)
{
    (void)state;
    assert_string_equal(resolve_shown(&catalogue, "/w/exercises/x.c"), "exercises/x.c");
    assert_string_equal(resolve_shown(&catalogue, "/wide/x.c"), "/wide/x.c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_names_are_one_exercise),
        cmocka_unit_test(a_chapter_is_all_of_its_exercises),
        cmocka_unit_test(a_chapter_may_have_none_yet),
        cmocka_unit_test(unknown_words_name_the_nearest),
        cmocka_unit_test(paths_are_shown_below_the_checkout),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
