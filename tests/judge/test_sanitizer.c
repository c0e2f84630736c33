/** @file test_sanitizer.c  Unit test of src/judge/evidence/sanitizer.c, on reports that both compilers'
 * programs made.
 */
#include "fixture.h"

#include "common/files.h"
#include "judge/evidence/sanitizer.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

// One program with a mistake for each first argument. Line numbers matter below.
static const char PROGRAM[] =
    "#include <pthread.h>\n"
    "#include <stdlib.h>\n"
    "#include <string.h>\n"
    "static int *volatile keep;\n"
    "static void give_back(int *p) { free(p); }\n"
    "static void *worker(void *arg) { int local = 7; int *volatile p = &local; return p; }\n"
    "static void *leaker(void *arg) { keep = malloc(40); keep = 0; return arg; }\n"
    "__attribute__((noinline)) static int *dangling(void) { int gone = 1; int *volatile p = &gone; return p; "
    "}\n"
    "static int deeper(volatile int n) { char b[999]; memset(b, n, 999); return deeper(n + 1) + b[n % 3]; }\n"
    "int main(int argc, char **argv)\n" // line 10
    "{\n"
    "    switch (atoi(argv[1])) {\n"
    "    case 1: { int *p = malloc(16); p[1] = 3; give_back(p); return p[1]; }\n"
    "    case 2: { int *volatile p = malloc(16); free(p); free(p); return 0; }\n"
    "    case 3: { pthread_t t; void *r; pthread_create(&t, 0, worker, 0); pthread_join(t, &r); return *(int "
    "*)r; }\n"
    "    case 4: { pthread_t t; pthread_create(&t, 0, leaker, 0); pthread_join(t, 0); return 0; }\n"
    "    case 5: { return *dangling(); }\n"
    "    case 6: { volatile int i = 2147483647; i++; return 0; }\n"
    "    case 7: { int *volatile p = 0; *p = 1; return 0; }\n"
    "    case 8: { volatile char *volatile p = malloc(4); p[4] = 1; return 0; }\n" // line 20
    "    case 9: { pthread_t t; memset(&t, 0xdb, sizeof t); return pthread_join(t, 0); }\n"
    "    case 10: { char name[4]; strcpy(name, argv[2]); return name[0]; }\n"
    "    case 11: { return deeper(0); }\n"
    "    case 12: { volatile int i = 3; int a[3] = {0}; return a[i]; }\n"
    "    case 13: { volatile int zero = 0; return argc / zero; }\n"
    "    }\n"
    "    return 0;\n"
    "}\n";

static const char *const ours[] = {"kitchen/cook.c", NULL};
static const struct frame_owners owners = {.learner = ours};
static const char *const compilers[] = {"gcc", "clang"};
static const char ABSENT[] = "/no/such/symbolizer";
static char *folder;

// The log files, and what was printed.
static void collect(struct text *out)
{
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (const struct dirent *e = readdir(d); e; e = readdir(d)) {
        if (strncmp(e->d_name, "log.", 4) != 0)
            continue;
        char *path = text_format("%s/%s", folder, e->d_name);
        assert_int_equal(files_read(path, 0, out), 0);
        assert_int_equal(files_remove(path), 0);
        free(path);
    }
    closedir(d);
}

static void run(const char *compiler, int mistake, const char *symbolizer, struct text *log)
{
    char *command = text_format(
        "env ASAN_SYMBOLIZER_PATH=%s ASAN_OPTIONS=detect_stack_use_after_return=1:log_path=log:symbolize=%d "
        "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:symbolize=%d ./%s %d longer",
        symbolizer, symbolizer != ABSENT, symbolizer != ABSENT, compiler, mistake);
    struct process_result r = fixture_run(folder, command);
    collect(log);
    text_add_bytes(log, text_string(&r.err), r.err.length);
    process_result_deinit(&r);
    free(command);
}

static void is_described(int mistake, const char *kind, const char *description)
{
    static const char *const symbolizers[] = {"/usr/bin/llvm-symbolizer-14", ABSENT};
    for (size_t c = 0; c < 2; c++)
        for (size_t s = 0; s < 2; s++) {
            struct text log = {0}, told = {0};
            struct sanitizer_report r;
            run(compilers[c], mistake, symbolizers[s], &log);
            if (sanitizer_parse(text_string(&log), log.length, &owners, &r) != 0)
                fail_msg("%s, mistake %d: no report in\n%s", compilers[c], mistake, text_string(&log));
            sanitizer_describe(&r, &told);
            if (strcmp(r.kind, kind) != 0 || strcmp(text_string(&told), description) != 0)
                fail_msg("%s, %s, mistake %d:\n[%s] %s\nfrom\n%s", compilers[c], symbolizers[s], mistake,
                         r.kind, text_string(&told), text_string(&log));
            assert_int_equal(r.is_leak, strcmp(kind, "leak") == 0);
            sanitizer_report_deinit(&r);
            text_deinit(&told);
            text_deinit(&log);
        }
}

static void memory_that_was_freed(void **state)
{
    (void)state;
    is_described(1, "heap-use-after-free",
                 "reads memory that was freed\nin main (kitchen/cook.c:13)\n"
                 "freed in give_back (kitchen/cook.c:5), called from main (kitchen/cook.c:13)\n"
                 "allocated in main (kitchen/cook.c:13)");
    is_described(2, "double-free",
                 "frees memory that was freed before\nin main (kitchen/cook.c:14)\nfreed in main "
                 "(kitchen/cook.c:14)\nallocated in main (kitchen/cook.c:14)");
}

static void memory_of_a_thread_that_has_ended(void **state)
{
    (void)state;
    is_described(3, "ended-thread",
                 "reads memory that is gone: most likely a variable of a thread that has ended\n"
                 "in main (kitchen/cook.c:15)");
}

static void memory_that_is_lost(void **state)
{
    (void)state;
    is_described(
        4, "leak",
        "loses memory that it never gives back: 40 bytes in 1 block\nallocated in leaker (kitchen/cook.c:7)");
}

static void memory_of_a_function_that_has_returned(void **state)
{
    (void)state;
    is_described(
        5, "stack-use-after-return",
        "reads memory of a function that has returned: the variable `gone`\nin main (kitchen/cook.c:17)\n"
        "the variable is in dangling (kitchen/cook.c:8)");
}

static void what_undefined_behaviour_sanitizer_finds(void **state)
{
    (void)state;
    is_described(
        6, "signed-integer-overflow",
        "computes a signed number that does not fit: 2147483647 + 1 cannot be represented in type 'int'\n"
        "in main (kitchen/cook.c:18)");
    is_described(7, "null-pointer",
                 "uses a null pointer: store to null pointer of type 'int'\nin main (kitchen/cook.c:19)");
    is_described(13, "division-by-zero", "divides by zero\nin main (kitchen/cook.c:25)");
}

static void memory_behind_the_end(void **state)
{
    (void)state;
    is_described(8, "heap-buffer-overflow",
                 "writes to memory behind the end of what malloc gave\nin main (kitchen/cook.c:20)\n"
                 "allocated in main (kitchen/cook.c:20)");
    is_described(10, "stack-buffer-overflow",
                 "writes to memory behind the end of the variable `name`\nin main (kitchen/cook.c:22)\n"
                 "the variable is in main (kitchen/cook.c:22)");
}

static void a_pointer_that_was_never_set_and_an_endless_recursion(void **state)
{
    (void)state;
    is_described(9, "wild-pointer",
                 "reads memory through a pointer that was never set\nin main (kitchen/cook.c:21)");
    is_described(11, "stack-overflow",
                 "uses up the stack: a recursion without an end, or a very large variable\nin deeper "
                 "(kitchen/cook.c:9)");
}

static void what_is_no_report_is_none(void **state)
{
    (void)state;
    struct sanitizer_report r;
    const char *const texts[] = {"", "hello\n", "ERROR: something else\n", "    #0 0x1 in main a.c:3\n",
                                 "\n\n\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(sanitizer_parse(texts[i], strlen(texts[i]), &owners, &r), ENOENT);
}

static void a_report_that_breaks_off_gives_what_is_there(void **state)
{
    (void)state;
    struct text log = {0};
    run("gcc", 1, "/usr/bin/llvm-symbolizer-14", &log);
    for (size_t length = 0; length <= log.length; length++) {
        char *exact = malloc(length + !length); // so that a sanitizer sees a read beyond the end
        assert_non_null(exact);
        memcpy(exact, log.bytes, length);
        struct sanitizer_report r;
        if (sanitizer_parse(exact, length, NULL, &r) == 0) {
            assert_non_null(r.sentence);
            sanitizer_report_deinit(&r);
        } else {
            assert_true(length < 150); // only before its first line is whole
        }
        free(exact);
    }
    const char *const deadly = "AddressSanitizer:DEADLYSIGNAL\n";
    struct sanitizer_report r;
    assert_int_equal(sanitizer_parse(deadly, strlen(deadly), NULL, &r), 0);
    assert_string_equal(r.sentence, "is ended by a signal");
    sanitizer_report_deinit(&r);
    text_deinit(&log);
}

static void any_text_is_read_to_its_end(void **state)
{
    (void)state;
    static const char *const pieces[] = {"==1==ERROR: AddressSanitizer: ",
                                         "SEGV on unknown address 0x",
                                         "7fffffffffff",
                                         "\n",
                                         "    #0 0x1 in ",
                                         " (/bin/true+0x10",
                                         ")",
                                         " ",
                                         "main ",
                                         "a.c",
                                         ":",
                                         "99999999999999999999",
                                         "T",
                                         "READ of size ",
                                         "thread T",
                                         "    [1, 2) '",
                                         "'",
                                         " <== Memory access",
                                         "Direct leak of ",
                                         "5 byte(s) in 2",
                                         ": runtime error: ",
                                         "index ",
                                         "freed by thread T0 here:\n",
                                         "\0z",
                                         "of global variable '",
                                         "(/+0x",
                                         "kitchen/cook.c:3:1"};
    unsigned seed = 5;
    for (int round = 0; round < 3000; round++) {
        struct text t = {0};
        if (round % 2)
            text_add(&t, "==1==ERROR: AddressSanitizer: SEGV\n");
        for (int i = 0; i < 40; i++) {
            seed = seed * 1103515245u + 12345u;
            const char *piece = pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)];
            text_add_bytes(&t, piece, *piece ? strlen(piece) : 2);
        }
        struct sanitizer_report r;
        if (sanitizer_parse(t.bytes, t.length, &owners, &r) == 0)
            sanitizer_report_deinit(&r);
        else
            assert_int_equal(round % 2, 0);
        text_deinit(&t);
    }
}

static int build(void **state)
{
    (void)state;
    folder = fixture_open();
    fixture_must(folder, "mkdir kitchen");
    free(fixture_write(folder, "kitchen/cook.c", PROGRAM));
    for (size_t i = 0; i < 2; i++) {
        char *command = text_format("%s -std=c17 -D_GNU_SOURCE -O1 -g -w -fno-omit-frame-pointer -pthread "
                                    "-fsanitize=address,undefined kitchen/cook.c -o %s",
                                    compilers[i], compilers[i]);
        fixture_must(folder, command);
        free(command);
    }
    return 0;
}

static int clean(void **state)
{
    (void)state;
    fixture_close(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_that_was_freed),
        cmocka_unit_test(memory_of_a_thread_that_has_ended),
        cmocka_unit_test(memory_that_is_lost),
        cmocka_unit_test(memory_of_a_function_that_has_returned),
        cmocka_unit_test(what_undefined_behaviour_sanitizer_finds),
        cmocka_unit_test(memory_behind_the_end),
        cmocka_unit_test(a_pointer_that_was_never_set_and_an_endless_recursion),
        cmocka_unit_test(what_is_no_report_is_none),
        cmocka_unit_test(a_report_that_breaks_off_gives_what_is_there),
        cmocka_unit_test(any_text_is_read_to_its_end),
    };
    return cmocka_run_group_tests(tests, build, clean);
}
