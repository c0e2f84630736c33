/** @file test_object_scan.c  Unit test of src/judge/inspect/object_scan.c, headers.c and object_lines.c, on
 * objects that both compilers made. */
#include "fixture.h"

#include "common/files.h"
#include "judge/inspect/inspect.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static const char *const compilers[] = {"gcc", "clang", NULL};
static const char *const exports[] = {"bank_open", "bank_total", NULL};
static const char *const imports[] = {
    "malloc", "free",   "printf", "puts", "putchar", "sscanf", "_GLOBAL_OFFSET_TABLE_",
    "GOMP_*", "stdout", "putc",   NULL};
static const char HEADER[] = "#pragma once\n"
                             "struct bank { int accounts; };\n"
                             "/** Opens. */\n"
                             "struct bank *bank_open(int accounts,\n"
                             "                       long cents);\n"
                             "static inline int helper(struct bank *b) { return b->accounts; }\n"
                             "long bank_total(const struct bank *b);\n"
                             "long given_sum(const long *a, int n);\n";
static const char BOTH[] = "struct bank *bank_open(int a, long c) { (void)a; (void)c; return 0; }\n"
                           "long bank_total(const struct bank *b) { (void)b; return 0; }\n";

static char *folder;

// The refusals of an object made from this source.
static struct refusals scan(const char *compiler, const char *source, const char *flags)
{
    free(fixture_write(folder, "bank.c", source));
    char *command = text_format("%s -std=c17 -D_GNU_SOURCE %s -fPIE -w -c bank.c -o bank.o", compiler, flags);
    fixture_must(folder, command);
    char *object = text_format("%s/bank.o", folder);
    struct refusals r = {0};
    const struct inspect_rules rules = {
        .exports = exports, .imports = imports, .folder = folder, .lists = IMPORTS_FOLDER};
    assert_int_equal(inspect_object(object, "bank.c", &rules, &r), 0);
    free(object);
    free(command);
    return r;
}

static void accepts(const char *source, const char *flags)
{
    for (names c = compilers; *c; c++) {
        struct refusals r = scan(*c, source, flags);
        if (r.count)
            fail_msg("%s %s: refused: %s", *c, flags, r.items[0].why);
    }
}

static void refuses(const char *source, const char *flags, int line, const char *why)
{
    for (names c = compilers; *c; c++) {
        struct refusals r = scan(*c, source, flags);
        if (r.count != 1 || !strstr(r.items[0].why, why))
            fail_msg("%s %s: %zu refusals, the first: %s", *c, flags, r.count, r.count ? r.items[0].why : "");
        if (r.items[0].line != line || strcmp(r.items[0].file, "bank.c") != 0)
            fail_msg("%s %s: at %s:%d: %s", *c, flags, r.items[0].file, r.items[0].line, r.items[0].why);
        refusals_deinit(&r);
    }
}

static char *with(const char *more)
{
    return text_format("#include \"bank.h\"\n%s%s", BOTH, more); // `more` begins on line 4
}

static void refuses_with(const char *more, int line, const char *why)
{
    char *source = with(more);
    static const char *const flags[] = {"-g -O0", "-g -O2", "-gdwarf-4 -O1"};
    for (size_t i = 0; i < 3; i++)
        refuses(source, flags[i], line, why);
    free(source);
}

static void a_plain_object_is_accepted(void **state)
{
    (void)state;
    char *source = with(
        "#include <stdio.h>\n#include <stdlib.h>\n_Thread_local int mine; static int zero; int one = 1;\n"
        "const char *const names[] = {\"a\", \"b\"};\n"
        "int f(const char *s) { mine++; zero++; int n = 0; sscanf(s, \"%d\", &n);\n"
        "printf(\"%s\\n\", s); putchar('x'); free(malloc(n)); return n + given_sum(0, n); }\n");
    accepts(source, "-g -O0");
    accepts(source, "-g -O2");
    accepts(source, "-O2 -fno-common -ffunction-sections -fdata-sections");
    accepts(source, "-g -fexceptions -O1");
    free(source);
}

static void a_call_off_the_list_is_refused_at_its_line(void **state)
{
    (void)state;
    refuses_with(
        "#include <pthread.h>\nstatic pthread_mutex_t m;\nvoid f(void)\n{\n    pthread_mutex_lock(&m);\n}\n",
        8, "`pthread_mutex_lock` may not be used: locks come with chapter 02");
    refuses_with("extern int system(const char *);\nint (*run)(const char *) = system;\n", 0,
                 "`system` may not be used");
    refuses_with("int never_heard_of(void);\nint f(void) { return never_heard_of(); }\n", 5,
                 "not among the functions");
}

static void without_debug_information_the_name_is_still_there(void **state)
{
    (void)state;
    char *source = with("int fork(void);\nint f(void) { return fork(); }\n");
    refuses(source, "-O1", 0, "`fork` may not be used: processes come with chapter 09");
    free(source);
}

static void each_missing_function_is_shown_as_its_header_declares_it(void **state)
{
    (void)state;
    for (names c = compilers; *c; c++) {
        struct refusals r = scan(*c, "int x;\n", "-g");
        assert_int_equal(r.count, 2);
        assert_string_equal(r.items[0].why, "it does not define `bank_open`; bank.h:4 says:\n"
                                            "    struct bank *bank_open(int accounts, long cents);");
        assert_non_null(strstr(r.items[1].why, "bank.h:7 says:\n    long bank_total(const struct bank *b);"));
        refusals_deinit(&r);
    }
}

static void an_export_is_a_plain_function(void **state)
{
    (void)state;
    const char *const open = "struct bank *bank_open(int a, long c) { return 0; }\n";
    const char *const kinds[][2] = {
        {"long bank_total = 7;", "its `bank_total` is not a function"},
        {"static long bank_total(void) { return 1; } long (*keep)(void) = bank_total;", "is static"},
        {"__attribute__((weak)) long bank_total(void) { return 1; }", "is weak"},
    };
    for (size_t i = 0; i < 3; i++) {
        char *source = text_format("%s%s\n", open, kinds[i][0]);
        refuses(source, "-g", 0, kinds[i][1]);
        free(source);
    }
    char *common = text_format("%slong bank_total;\n", open);
    refuses(common, "-g -fcommon", 0, "is not a function");
    free(common);
}

static void what_runs_before_main_is_refused(void **state)
{
    (void)state;
    refuses_with("__attribute__((constructor)) static void f(void) { puts(\"x\"); }\n", 0,
                 "runs code before main");
    refuses_with("__attribute__((destructor)) static void f(void) { puts(\"x\"); }\n", 0, "or after it");
    refuses_with("static void f(void) {}\n__attribute__((section(\".init_array\"), used)) static void "
                 "(*p)(void) = f;\n",
                 0, "section .init_array runs code before main");
    refuses_with(
        "static int (*pick(void))(void) { return 0; }\nint f(void) __attribute__((ifunc(\"pick\")));\n", 0,
        "`f` is chosen by code that runs before main");
}

static void sections_of_ones_own_are_refused(void **state)
{
    (void)state;
    refuses_with("__attribute__((section(\"judge_cases\"))) int f = 1;\n", 0, "section judge_cases");
    refuses_with("__asm__(\".section .data.x,\\\"awx\\\"\\n.byte 1\\n.text\");\n", 0,
                 "writable and executable");
    refuses_with("__asm__(\".globl code\\n.type code,@object\\ncode: .byte 195\\n.size code,1\");\n", 0,
                 "`code` is data among the instructions");
}

static char *object_of(const char *source, struct text *out)
{
    free(fixture_write(folder, "bank.c", source));
    fixture_must(folder, "gcc -std=c17 -g -fPIE -w -c bank.c -o bank.o");
    char *path = text_format("%s/bank.o", folder);
    assert_int_equal(files_read(path, 0, out), 0);
    return path;
}

static size_t refusals_of(const char *path)
{
    const struct inspect_rules rules = {.exports = exports, .imports = imports, .lists = IMPORTS_FOLDER};
    struct refusals r = {0};
    assert_int_equal(inspect_object(path, "bank.c", &rules, &r), 0);
    const size_t count = r.count;
    refusals_deinit(&r);
    return count;
}

static void what_is_no_object_is_refused(void **state)
{
    (void)state;
    char *path =
        fixture_write(folder, "text.o", "no object at all, only text that is long enough for a header....");
    assert_int_equal(refusals_of(path), 1);
    free(path);
    path = fixture_write(folder, "empty.o", "");
    assert_int_equal(refusals_of(path), 1);
    assert_int_equal(refusals_of("/proc/self/exe"), 1); // not relocatable
    assert_int_equal(refusals_of(folder), 1);
    const struct inspect_rules none = {0};
    struct refusals r = {0};
    assert_int_equal(inspect_object("/tmp/no/such.o", "bank.c", &none, &r), ENOENT);
    free(path);
}

static void a_truncated_object_is_never_accepted(void **state)
{
    (void)state;
    struct text bytes = {0};
    char *path = object_of(BOTH, &bytes);
    assert_int_equal(refusals_of(path), 0);
    // The section headers come last: an object that lost its end has lost them.
    for (size_t length = 0; length < bytes.length; length += 1 + length / 30) {
        assert_int_equal(files_replace(path, bytes.bytes, length), 0);
        assert_true(refusals_of(path) > 0);
    }
    text_deinit(&bytes);
    free(path);
}

static void damaged_objects_do_no_harm(void **state)
{
    (void)state;
    struct text bytes = {0};
    char *path = object_of("int system(const char *);\nint f(void)\n{\n    return system(0);\n}\n", &bytes);
    unsigned seed = 7;
    for (int round = 0; round < 1500; round++) {
        struct text damaged = {0};
        text_add_bytes(&damaged, bytes.bytes, bytes.length);
        for (int i = 0; i < 4; i++) {
            seed = seed * 1103515245u + 12345u;
            // Half of the blows go to the file header and the section headers, where offsets stand.
            const size_t area = round % 2 ? bytes.length : 64 * 12, at = (seed >> 8) % area;
            damaged.bytes[round % 4 < 2 ? at : bytes.length - 1 - at] = (char)(i % 2 ? 0xff : seed >> 3);
        }
        assert_int_equal(files_replace(path, damaged.bytes, damaged.length), 0);
        refusals_of(path);
        text_deinit(&damaged);
    }
    text_deinit(&bytes);
    free(path);
}

static int open_folder(void **state)
{
    (void)state;
    folder = fixture_open();
    free(fixture_write(folder, "bank.h", HEADER));
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
        cmocka_unit_test(a_plain_object_is_accepted),
        cmocka_unit_test(a_call_off_the_list_is_refused_at_its_line),
        cmocka_unit_test(without_debug_information_the_name_is_still_there),
        cmocka_unit_test(each_missing_function_is_shown_as_its_header_declares_it),
        cmocka_unit_test(an_export_is_a_plain_function),
        cmocka_unit_test(what_runs_before_main_is_refused),
        cmocka_unit_test(sections_of_ones_own_are_refused),
        cmocka_unit_test(what_is_no_object_is_refused),
        cmocka_unit_test(a_truncated_object_is_never_accepted),
        cmocka_unit_test(damaged_objects_do_no_harm),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
