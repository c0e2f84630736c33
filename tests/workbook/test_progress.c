/** @file test_progress.c  Unit test of src/workbook/progress.c. */
#include "workbook/progress.h"

#include "common/text.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

enum { WRITERS = 8, ENTRIES = 20 };

static char folder[] = "/tmp/workbook-progress-XXXXXX";
static char path[sizeof folder + 32];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder + sizeof folder - 7, "XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/.workbook/progress.json", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return files_remove(folder);
}

static struct progress *load(void)
{
    struct progress *p = NULL;
    char *aside = NULL;
    assert_int_equal(progress_load(path, &p, &aside), 0);
    assert_null(aside);
    return p;
}

static void add_pass(struct progress *p, void *id)
{
    progress_set_verdict(p, id, "hash-1", "pass");
}

static void add_wrong(struct progress *p, void *id)
{
    progress_set_verdict(p, id, "hash-2", "wrong");
}

static void write_text(const char *name, const char *text)
{
    char *whole = text_format("%s/.workbook", folder);
    assert_int_equal(files_make_folder(whole), 0);
    free(whole);
    assert_int_equal(files_replace(name, text, strlen(text)), 0);
}

static void without_a_file_nothing_is_done_yet(void **state)
{
    (void)state;
    struct progress *p = load();
    assert_null(progress_current(p));
    assert_false(progress_is_judged(p, "01-01"));
    assert_int_equal(progress_hints(p, "01-01"), 0);
    progress_free(p);
}

static void a_verdict_holds_for_the_source_it_was_given_to(void **state)
{
    (void)state;
    assert_int_equal(progress_update(path, add_pass, "01-01", NULL), 0);
    struct progress *p = load();
    assert_string_equal(progress_verdict(p, "01-01", "hash-1"), "pass");
    assert_null(progress_verdict(p, "01-01", "hash-2"));
    assert_true(progress_is_judged(p, "01-01"));
    progress_free(p);
}

static void having_passed_outlives_a_later_failure(void **state)
{
    (void)state;
    assert_int_equal(progress_update(path, add_pass, "01-01", NULL), 0);
    assert_int_equal(progress_update(path, add_wrong, "01-01", NULL), 0);
    struct progress *p = load();
    assert_string_equal(progress_verdict(p, "01-01", "hash-2"), "wrong");
    assert_true(progress_has_passed(p, "01-01"));
    progress_free(p);
}

static void set_hinted(struct progress *p, void *verdict)
{
    progress_set_hinted(p, "01-01", verdict);
}

static void hints_for_verdicts_are_remembered_and_forgotten(void **state)
{
    (void)state;
    struct progress *p = NULL;
    assert_int_equal(progress_update(path, set_hinted, "race", NULL), 0);
    assert_int_equal(progress_update(path, set_hinted, "hang", &p), 0);
    assert_true(progress_hinted(p, "01-01", "race"));
    assert_true(progress_hinted(p, "01-01", "hang"));
    assert_false(progress_hinted(p, "01-01", "wrong"));
    progress_free(p);
    assert_int_equal(progress_update(path, set_hinted, NULL, &p), 0);
    assert_false(progress_hinted(p, "01-01", "race"));
    progress_free(p);
}

static void a_damaged_file_is_set_aside_with_all_that_is_in_it(void **state)
{
    (void)state;
    static const char *const damaged[] = {"", "{\"schema\": 1", "[]", "{\"schema\": 2, \"exercises\": {}}",
                                          "{\"schema\": 1, \"exercises\": {\"01-01\": {\"verdict\": 3}}}"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        struct progress *p = NULL;
        char *aside = NULL, *expected = text_format("%s.broken-%zu", path, i + 1);
        struct text kept = {0};
        write_text(path, damaged[i]);
        assert_int_equal(progress_load(path, &p, &aside), 0);
        assert_string_equal(aside, expected);
        assert_false(progress_is_judged(p, "01-01"));
        assert_int_equal(files_read(aside, 0, &kept), 0);
        assert_string_equal(text_string(&kept), damaged[i]);
        assert_false(files_exists(path));
        text_deinit(&kept);
        progress_free(p);
        free(aside);
        free(expected);
    }
}

static void a_field_that_a_later_workbook_added_is_kept(void **state)
{
    (void)state;
    struct text after = {0};
    write_text(path, "{\"schema\": 1, \"exercises\": {\"01-01\": {\"stars\": 3}}, \"theme\": \"dark\"}");
    assert_int_equal(progress_update(path, add_pass, "01-01", NULL), 0);
    assert_int_equal(files_read(path, 0, &after), 0);
    assert_non_null(strstr(text_string(&after), "\"stars\": 3"));
    assert_non_null(strstr(text_string(&after), "\"theme\": \"dark\""));
    text_deinit(&after);
}

// Each process adds entries of its own, so any lost update shows as a missing entry.
static void of_many_writers_at_once_none_is_lost(void **state)
{
    (void)state;
    for (int writer = 0; writer < WRITERS; writer++)
        if (fork() == 0) {
            int error = 0;
            char id[16];
            for (int i = 0; i < ENTRIES && !error; i++) {
                snprintf(id, sizeof id, "%02d-%02d", writer, i);
                error = progress_update(path, add_pass, id, NULL);
            }
            _exit(error);
        }
    for (int writer = 0; writer < WRITERS; writer++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    struct progress *p = load();
    char id[16];
    for (int writer = 0; writer < WRITERS; writer++)
        for (int i = 0; i < ENTRIES; i++) {
            snprintf(id, sizeof id, "%02d-%02d", writer, i);
            assert_true(progress_has_passed(p, id));
        }
    progress_free(p);
}

static void a_place_that_cannot_be_written_is_an_error_and_no_loss(void **state)
{
    (void)state;
    struct progress *p = (struct progress *)folder;
    assert_int_equal(progress_update("/proc/.workbook/progress.json", add_pass, "01-01", &p), ENOENT);
    assert_null(p);
}

static void the_hash_tells_content_and_names_apart(void **state)
{
    (void)state;
    static const char *const one[] = {"a.c", NULL}, *const two[] = {"a.c", "b.c", NULL};
    struct exercise e = {.folder = folder, .sources = one};
    char *a = text_format("%s/a.c", folder), *b = text_format("%s/b.c", folder);
    char before[FILES_HASH_CHARS + 1], after[FILES_HASH_CHARS + 1];
    assert_int_equal(progress_hash(&e, before), ENOENT);
    assert_int_equal(files_replace(a, "int x;", 6), 0);
    assert_int_equal(files_replace(b, "", 0), 0);
    assert_int_equal(progress_hash(&e, before), 0);
    assert_int_equal(files_replace(a, "int y;", 6), 0);
    assert_int_equal(progress_hash(&e, after), 0);
    assert_string_not_equal(before, after);
    assert_int_equal(files_replace(a, "int x;", 6), 0);
    assert_int_equal(progress_hash(&e, after), 0);
    assert_string_equal(before, after);
    e.sources = two;
    assert_int_equal(progress_hash(&e, after), 0);
    assert_string_not_equal(before, after);
    free(a);
    free(b);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_a_file_nothing_is_done_yet),
        TEST(a_verdict_holds_for_the_source_it_was_given_to),
        TEST(having_passed_outlives_a_later_failure),
        TEST(hints_for_verdicts_are_remembered_and_forgotten),
        TEST(a_damaged_file_is_set_aside_with_all_that_is_in_it),
        TEST(a_field_that_a_later_workbook_added_is_kept),
        TEST(of_many_writers_at_once_none_is_lost),
        TEST(a_place_that_cannot_be_written_is_an_error_and_no_loss),
        TEST(the_hash_tells_content_and_names_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
