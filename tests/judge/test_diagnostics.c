/** @file test_diagnostics.c  Unit test of src/judge/build/diagnostics.c, on what both compilers say. */
#include "fixture.h"

#include "judge/build/diagnostics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char *const compilers[] = {"gcc", "clang"};
static char *folder;

// What the compiler says about FOLDER/till/till.c, cut down.
static struct text trimmed(const char *compiler, const char *source)
{
    char *path = fixture_write(folder, "till/till.c", source);
    char *command =
        text_format("%s -std=c17 -w -fdiagnostics-color=always -c %s -o /dev/null", compiler, path);
    struct process_result r = fixture_run(folder, command);
    struct text out = {0};
    diagnostics_trim(text_string(&r.err), r.err.length, path, "till/till.c", &out);
    process_result_deinit(&r);
    free(command);
    free(path);
    return out;
}

static int count(const char *text, const char *what)
{
    int n = 0;
    for (; (text = strstr(text, what)); text++)
        n++;
    return n;
}

static void messages_in_other_files_are_counted_not_shown(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct text t = trimmed(compilers[i], "#include \"till.h\"\nint f(void) { return mine; }\n");
        const char *shown = text_string(&t);
        assert_int_equal(count(shown, "mine"), 2); // the message and its line
        assert_int_equal(count(shown, "theirs"), 0);
        assert_int_equal(count(shown, "1 message in other files"), 1);
        assert_int_equal(count(shown, folder), 0); // paths are relative
        assert_true(count(shown, "till/till.c:2:") >= 1);
        assert_true(count(shown, "\033[") > 2); // colours stay
        text_deinit(&t);
    }
}

static void a_message_keeps_its_notes(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct text t =
            trimmed(compilers[i], "#define MONEY(x) (x + unheard)\nint f(int a)\n{\n    int a = MONEY(1);\n"
                                  "    return a;\n}\n");
        assert_true(count(text_string(&t), "note: ") >= 2);
        assert_int_equal(count(text_string(&t), "other files"), 0);
        assert_int_equal(count(text_string(&t), "generated."), 0);
        text_deinit(&t);
    }
}

static void a_macro_of_a_header_that_the_learner_misuses_is_shown(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct text t = trimmed(compilers[i], "#include \"macro.h\"\nint f(void) { return GET(5); }\n");
        assert_true(count(text_string(&t), "macro.h:1:") >= 1);
        assert_true(count(text_string(&t), "till/till.c:2:") >= 1);
        text_deinit(&t);
    }
}

static void no_more_than_twenty_errors_are_shown(void **state)
{
    (void)state;
    struct text source = {0};
    for (int i = 0; i < 50; i++)
        text_addf(&source, "int f%d(void) { return u%d; }\n", i, i);
    for (size_t i = 0; i < 2; i++) {
        struct text t = trimmed(i ? "clang -ferror-limit=60" : "gcc", text_string(&source));
        assert_int_equal(count(text_string(&t), "error: "), DIAGNOSTICS_ERRORS);
        assert_non_null(strstr(text_string(&t), "more messages were cut"));
        assert_true(t.length < DIAGNOSTICS_BYTES + 200);
        text_deinit(&t);
    }
    text_deinit(&source);
}

static struct text trim(const char *output, size_t length)
{
    struct text t = {0};
    diagnostics_trim(output, length, "/x/y/till.c", "y/till.c", &t);
    return t;
}

static void if_nothing_is_in_the_learners_file_all_is_shown(void **state)
{
    (void)state;
    const char *const output = "/x/y/till.h:3:1: error: unknown type name 'foo'\ncompilation terminated.\n";
    struct text t = trim(output, strlen(output));
    assert_string_equal(text_string(&t), "y/till.h:3:1: error: unknown type name 'foo'\n");
    text_deinit(&t);
}

static void a_file_of_another_name_is_not_the_learners(void **state)
{
    (void)state;
    const char *const output = "/x/y/till.c:1:1: error: a\n/x/y/till.cc:1:1: error: b\n";
    struct text t = trim(output, strlen(output));
    assert_string_equal(text_string(&t), "y/till.c:1:1: error: a\n… 1 message in other files\n");
    text_deinit(&t);
}

static void one_endless_message_is_cut_between_characters(void **state)
{
    (void)state;
    struct text source = {0};
    text_add(&source, "/x/y/till.c:1:1: error: ");
    while (source.length < 3 * DIAGNOSTICS_BYTES)
        text_add(&source, "é");
    struct text t = trim(text_string(&source), source.length);
    assert_true(t.length < DIAGNOSTICS_BYTES + 200);
    const char *closing = strstr(text_string(&t), "\n… the rest of the message was cut\n");
    assert_non_null(closing);
    assert_memory_equal(closing - 2, "é", 2);
    text_deinit(&t);
    text_deinit(&source);
}

static void any_output_is_trimmed(void **state)
{
    (void)state;
    static const char *const pieces[] = {"\033[",
                                         "m",
                                         "\n",
                                         "error: ",
                                         "note: ",
                                         "/x/y/till.c:",
                                         "1:",
                                         "'",
                                         " ",
                                         "\0x",
                                         "In file included from ",
                                         "   from ",
                                         " generated.",
                                         "5"};
    unsigned seed = 3;
    for (int round = 0; round < 2000; round++) {
        struct text t = {0};
        for (int i = 0; i < 30; i++) {
            seed = seed * 1103515245u + 12345u;
            const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            text_add_bytes(&t, piece, *piece ? strlen(piece) : 2);
        }
        struct text out = trim(t.bytes, t.length);
        assert_true(out.length <= t.length + 100);
        text_deinit(&out);
        text_deinit(&t);
    }
    struct text none = trim("", 0);
    assert_int_equal(none.length, 0);
    text_deinit(&none);
}

static int open_folder(void **state)
{
    (void)state;
    folder = fixture_open();
    fixture_must(folder, "mkdir till");
    free(fixture_write(folder, "till/till.h", "static inline int g(void) { return theirs; }\n"));
    free(fixture_write(folder, "till/macro.h", "#define GET(p) ((p)->field)\n"));
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    fixture_close(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_in_other_files_are_counted_not_shown),
        cmocka_unit_test(a_message_keeps_its_notes),
        cmocka_unit_test(a_macro_of_a_header_that_the_learner_misuses_is_shown),
        cmocka_unit_test(no_more_than_twenty_errors_are_shown),
        cmocka_unit_test(if_nothing_is_in_the_learners_file_all_is_shown),
        cmocka_unit_test(a_file_of_another_name_is_not_the_learners),
        cmocka_unit_test(one_endless_message_is_cut_between_characters),
        cmocka_unit_test(any_output_is_trimmed),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
