/** @file test_source_scan.c  Unit test of src/judge/inspect/source_scan.c, token_rules.c and lexer.c. */
#include "judge/inspect/inspect.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static const char *const atomics[] = {"threads", "atomics", NULL};
static const struct inspect_rules rules = {0}, rules_of_chapter_7 = {.topics = atomics};

static struct refusals scan_by(const struct inspect_rules *by, const char *source, size_t length)
{
    struct refusals r = {0};
    assert_int_equal(inspect_source_bytes(source, length, "till.c", by, &r), 0);
    return r;
}

static void accepts(const char *source)
{
    struct refusals r = scan_by(&rules, source, strlen(source));
    if (r.count)
        fail_msg("%s: refused at line %d: %s", source, r.items[0].line, r.items[0].why);
    refusals_deinit(&r);
}

static void refuses_bytes(const char *source, size_t length, int line, const char *why)
{
    struct refusals r = scan_by(&rules, source, length);
    if (r.count != 1)
        fail_msg("%s: %zu refusals, the last: %s", source, r.count, r.count ? r.items[r.count - 1].why : "");
    assert_string_equal(r.items[0].file, "till.c");
    assert_int_equal(r.items[0].line, line);
    if (!strstr(r.items[0].why, why))
        fail_msg("`%s` does not say `%s`", r.items[0].why, why);
    refusals_deinit(&r);
}

static void refuses(const char *source, int line, const char *why)
{
    refuses_bytes(source, strlen(source), line, why);
}

static void ordinary_sources_are_accepted(void **state)
{
    (void)state;
    accepts(
        "#include <stdio.h>\n#include <workbook/must.h>\n#include \"till.h\"\nint f(void) { return 1; }\n");
    accepts("// Grüße, 厨房 and \"asm\" in a comment; /* __asm__ */\nint f;\n");
    accepts("const char *s = \"asm volatile __attribute__((weak))\"; char c = '\"'; int n = 0x1e+2;\n");
    accepts(
        "#define LINE __LINE__\n#pragma omp parallel for\n#pragma once\n#pragma STDC FP_CONTRACT OFF\n#\n");
    accepts("int line, pragma, include, judgement; int a[2] = {0}; int b = (&a[a[0]])[a[1]];");
}

static void line_ends_of_windows_are_accepted(void **state)
{
    (void)state;
    accepts("int f(void)\r\n{\r\n    return 1; // one \\\r\n two\r\n}\r\n");
    refuses("int f;\rint g;\n", 1, "carriage return stands alone");
}

static void what_is_not_text_is_refused_with_its_place(void **state)
{
    (void)state;
    refuses("", 0, "empty");
    refuses_bytes("int f;\nint\0 g;\n", 15, 2, "byte 4 of the line is a NUL");
    refuses("int f;\n// caf\xe9\n", 2, "byte 7 of the line is 0xe9, which is not UTF-8");
    refuses("// \xc0\xaf\n", 1, "not UTF-8");         // overlong
    refuses("// \xed\xa0\x80\n", 1, "not UTF-8");     // a surrogate
    refuses("// \xf4\x90\x80\x80\n", 1, "not UTF-8"); // above U+10FFFF
    refuses("// \xe2\x82", 1, "not UTF-8");           // cut short
    refuses("int f;\n\n// \xe2\x80\xae x\n", 3, "U+202E");
}

static void what_is_too_large_is_refused(void **state)
{
    (void)state;
    char *large = malloc(INSPECT_SOURCE_BYTES + 1);
    assert_non_null(large);
    memset(large, '\n', INSPECT_SOURCE_BYTES + 1);
    refuses_bytes(large, INSPECT_SOURCE_BYTES + 1, 0, "larger than 256 KiB");
    refuses_bytes(large, INSPECT_SOURCE_LINES + 1, 0, "more than 4000 lines");
    memset(large, ' ', 5000);
    refuses_bytes(large, 5000, 1, "longer than 4096 bytes");
    free(large);
}

static void a_source_of_fifty_megabytes_is_not_read(void **state)
{
    (void)state;
    char path[] = "/tmp/source-XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, 50 << 20), 0);
    struct text source = {0};
    struct refusals r = {0};
    assert_int_equal(inspect_source(path, "till.c", &rules, &source, &r), 0);
    assert_int_equal(r.count, 1);
    assert_non_null(strstr(r.items[0].why, "larger"));
    assert_true(source.length <= INSPECT_SOURCE_BYTES + 1);
    text_deinit(&source);
    refusals_deinit(&r);
    close(fd);
    unlink(path);
}

static void what_is_no_regular_file_is_refused_without_waiting(void **state)
{
    (void)state;
    char folder[] = "/tmp/source-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *fifo = text_format("%s/fifo", folder);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    const char *const paths[] = {folder, fifo, "/dev/zero"};
    for (size_t i = 0; i < 3; i++) {
        struct refusals r = {0};
        assert_int_equal(inspect_source(paths[i], "till.c", &rules, NULL, &r), 0);
        assert_int_equal(r.count, 1);
        assert_string_equal(r.items[0].why, "it is not a regular file");
        refusals_deinit(&r);
    }
    struct refusals none = {0};
    assert_int_equal(inspect_source("/tmp/no/such/file.c", "till.c", &rules, NULL, &none), ENOENT);
    unlink(fifo);
    rmdir(folder);
    free(fifo);
}

static void directives_that_mislead_are_refused(void **state)
{
    (void)state;
    refuses("int f;\n#line 1 \"check.c\"\n", 2, "#line");
    refuses("# 1 \"check.c\" 3\n", 1, "#line");
    refuses("%:line 7\n", 1, "#line");
    refuses("?\?=line 7\n", 1, "#line");
    refuses("\n#\\\nli\\ \t\nne 7\n", 3, "#line");
    refuses("/* a\n */ # /* b */ line 7\n", 2, "#line");
}

static void includes_stay_in_the_exercise(void **state)
{
    (void)state;
    accepts("#include <sys/wait.h>\n#include \"a..b.h\"\n");
    refuses("#include \"/etc/passwd\"\n", 1, "leaves the exercise's folder");
    refuses("#include </etc/passwd>\n", 1, "leaves");
    refuses("#include \"../../solutions/till.c\"\n", 1, "leaves");
    refuses("#include <x/../../y.h>\n", 1, "leaves");
    refuses("#include \"..\"\n", 1, "leaves");
    refuses("#define H <stdio.h>\n#include H\n", 2, "names its header itself");
    refuses("#include_next <stdio.h>\n", 1, "use #include");
    refuses("#include\n", 1, "names its header itself");
}

static void pragmas_are_on_a_list(void **state)
{
    (void)state;
    accepts("#define PARALLEL _Pragma(\"omp parallel\")\n");
    refuses("#pragma GCC diagnostic ignored \"-Wall\"\n", 1, "the pragma `GCC`");
    refuses("#pragma weak foo\n", 1, "`weak`");
    refuses("#pragma\n", 1, "the pragma");
    refuses("int f;\n_Pragma(\"redefine_extname read write\")\n", 2, "redefine_extname");
    refuses("#define P(x) _Pragma(x)\n", 1, "written with its text");
}

static void assembly_is_refused(void **state)
{
    (void)state;
    refuses("void f(void)\n{\n    asm(\"nop\");\n}\n", 3, "assembly");
    refuses("int f(void) __asm__(\"_exit\");\n", 1, "assembly");
    refuses("void f(void) { __a\\\nsm(\"nop\"); }\n", 1, "assembly");
    refuses("#define A __asm volatile\n", 1, "assembly");
}

static void attributes_are_on_a_list(void **state)
{
    (void)state;
    accepts("static void f(int *p) { __attribute__((cleanup(give_back), unused)) int *q = p; }\n");
    accepts("__attribute__((__format__(printf, 1, 2), __nonnull__)) void f(const char *, ...);\n");
    accepts("[[gnu::unused]] static int a; [[maybe_unused, nodiscard]] int f(void);\n");
    refuses("__attribute__((constructor)) static void f(void) {}\n", 1, "`constructor`");
    refuses("__attribute__((unused,\n__destructor__(101))) static void f(void) {}\n", 2, "`destructor`");
    refuses("__attribute((section(\".init_array\"))) int x;\n", 1, "`section`");
    refuses("__attribute__\n((ifunc(\"r\"))) int f(void);\n", 2, "`ifunc`");
    refuses("__attribute__((no_sanitize(\"address\"))) int f(void);\n", 1, "`no_sanitize`");
    refuses("[[gnu::weak]] int f(void);\n", 1, "`weak`");
    refuses("<:<:__gnu__::__alias__(\"g\"):>:> int f(void);\n", 1, "`alias`");
    refuses("#define A(x) __attribute__(x)\n", 1, "written out");
}

static void names_of_the_judge_are_refused(void **state)
{
    (void)state;
    refuses("void judge_expect(void) {}\n", 1, "`judge_expect` belongs to the judge");
    refuses("const char *__asan_default_options(void);\n", 1, "__asan_default_options");
    refuses("void *p = __builtin_return_address(0);\n", 1, "caller's stack");
}

static void atomics_wait_for_their_topic(void **state)
{
    (void)state;
    const char *const source =
        "#include <stdatomic.h>\n_Atomic int a;\nint f(int *p) { return __atomic_load_n(p, 0) + "
        "__sync_fetch_and_add(p, 1); }\n";
    struct refusals r = scan_by(&rules, source, strlen(source));
    assert_int_equal(r.count, 4);
    assert_int_equal(r.items[0].line, 1);
    assert_int_equal(r.items[1].line, 2);
    assert_int_equal(r.items[3].line, 3);
    refusals_deinit(&r);
    r = scan_by(&rules_of_chapter_7, source, strlen(source));
    assert_int_equal(r.count, 0);
}

static void refusals_are_not_without_end(void **state)
{
    (void)state;
    struct text many = {0};
    for (int i = 0; i < 100; i++)
        text_add(&many, "asm;\n");
    struct refusals r = scan_by(&rules, text_string(&many), many.length);
    assert_int_equal(r.count, INSPECT_REFUSALS_MAX);
    refusals_deinit(&r);
    text_deinit(&many);
}

static void headers_come_before_macros_that_could_change_them(void **state)
{
    (void)state;
    accepts(
        "#define _GNU_SOURCE\n#define _POSIX_C_SOURCE 200809L\n#include <sched.h>\n#define CALL(f) f()\n");
    refuses("#define sched_yield x(void) P(__as, m__)(\"_exit\"); int y\n#include <sched.h>\n", 2,
            "after the macro `sched_yield` of line 1");
    refuses("#define f(x) x\n\n#include <sched.h>\n", 3, "could change what a header says");
}

static struct refusals scan_preprocessed(const char *text)
{
    struct refusals r = {0};
    assert_int_equal(inspect_preprocessed(text, strlen(text), "/x/till.c", "till.c", &rules, &r), 0);
    return r;
}

static void refuses_preprocessed(const char *text, int line, const char *why)
{
    struct refusals r = scan_preprocessed(text);
    assert_int_not_equal(r.count, 0);
    assert_int_equal(r.items[r.count - 1].line, line);
    assert_non_null(strstr(r.items[r.count - 1].why, why));
    refusals_deinit(&r);
}

static void what_macros_make_is_scanned(void **state)
{
    (void)state;
    refuses_preprocessed("# 1 \"/x/till.c\"\nint f;\n# 7 \"/x/till.c\" 3 4\n__asm__(\"nop\");\n", 7,
                         "assembly");
    refuses_preprocessed("# 1 \"/x/till.c\"\n\n#pragma weak f\n", 2, "pragma");
    refuses_preprocessed("# 1 \"/x/till.c\"\n\"?\?/\"; asm(\"\");\n", 1, "assembly"); // no trigraph any more
    refuses_preprocessed("# 1 \"/x/till.c\"\n # 9 \"/usr/include/x.h\"\nasm;\n", 2, "assembly"); // no marker
}

static void what_headers_say_is_theirs(void **state)
{
    (void)state;
    struct refusals r = scan_preprocessed(
        "# 1 \"/usr/include/x.h\" 1 3 4\nint f(void) __asm__(\"g\");\n# 2 \"/x/till.c\" 2\nint n;\n"
        "# 1 \"/x/till.ch\"\n__asm__(\"\");\n# 3 \"/x/till.c\"\n(__libc_current_sigrtmin ())");
    assert_int_equal(r.count, 0);
    refusals_deinit(&r);
}

// Whatever the bytes are, a scan ends, and each refusal names a line of the source.
static void any_bytes_are_scanned_to_their_end(void **state)
{
    (void)state;
    static const char *const pieces[] = {"#",      "include",  "<",           "\"",      "__attribute__",
                                         "((",     "[[",       "\\\n",        "?\?/",    "/*",
                                         "//",     "\n",       "'",           "_Pragma", "(",
                                         "pragma", "%:",       "<:",          "gnu::",   ",",
                                         "0x1p",   "\xc3\xa9", "# 1 \"a\"\n", "# 9",     "# 2 \"",
                                         " ",      "asm",      "line"};
    unsigned seed = 1;
    for (int round = 0; round < 3000; round++) {
        struct text t = {0};
        int lines = 1;
        for (int i = 0; i < 40; i++) {
            seed = seed * 1103515245u + 12345u;
            const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            text_add(&t, piece);
            lines += strchr(piece, '\n') != NULL;
        }
        char *exact = malloc(t.length); // so that a sanitizer sees a read beyond the end
        assert_non_null(exact);
        memcpy(exact, t.bytes, t.length);
        struct refusals r = scan_by(&rules, exact, t.length);
        for (size_t i = 0; i < r.count; i++)
            assert_in_range(r.items[i].line, 1, (unsigned)lines);
        refusals_deinit(&r);
        assert_int_equal(inspect_preprocessed(exact, t.length, "a", "a", &rules, &r), 0);
        refusals_deinit(&r);
        free(exact);
        text_deinit(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordinary_sources_are_accepted),
        cmocka_unit_test(line_ends_of_windows_are_accepted),
        cmocka_unit_test(what_is_not_text_is_refused_with_its_place),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(a_source_of_fifty_megabytes_is_not_read),
        cmocka_unit_test(what_is_no_regular_file_is_refused_without_waiting),
        cmocka_unit_test(directives_that_mislead_are_refused),
        cmocka_unit_test(includes_stay_in_the_exercise),
        cmocka_unit_test(pragmas_are_on_a_list),
        cmocka_unit_test(assembly_is_refused),
        cmocka_unit_test(attributes_are_on_a_list),
        cmocka_unit_test(names_of_the_judge_are_refused),
        cmocka_unit_test(atomics_wait_for_their_topic),
        cmocka_unit_test(refusals_are_not_without_end),
        cmocka_unit_test(headers_come_before_macros_that_could_change_them),
        cmocka_unit_test(what_macros_make_is_scanned),
        cmocka_unit_test(what_headers_say_is_theirs),
        cmocka_unit_test(any_bytes_are_scanned_to_their_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
