/** @file test_symbols.c  Unit test of src/judge/evidence/symbols.c, module_frames.c and frames.c. */
#include "fixture.h"

#include "common/files.h"
#include "judge/evidence/symbols.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

static const char PROGRAM[] = "#include <stdio.h>\n"
                              "extern char __executable_start[];\n"
                              "static inline __attribute__((always_inline)) long where(void)\n"
                              "{\n"
                              "    void *here;\n"
                              "    __asm__ volatile(\"call 1f; 1: pop %0\" : \"=r\"(here));\n"
                              "    return (char *)here - __executable_start;\n"
                              "}\n"
                              "int main(void)\n"
                              "{\n"
                              "    printf(\"%lx\\n\", where());\n" // line 11
                              "    return 0;\n"
                              "}\n";
static const char *const learner[] = {"exercises/bank.c", NULL}, *const check[] = {"check.c", NULL};
static const struct frame_owners owners = {learner, check};
static char *folder;

static void an_offset_gives_the_inlined_call_and_its_caller(void **state)
{
    (void)state;
    static const char *const ways[] = {"gcc -O1", "clang -O1", "gcc -O0", "clang -O2",
                                       "gcc -O2 -no-pie -fno-pie"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        free(fixture_write(folder, "exercises/bank.c", PROGRAM));
        char *command = text_format("%s -std=gnu17 -mno-red-zone -g exercises/bank.c -o bank", ways[i]);
        fixture_must(folder, command);
        struct process_result r = fixture_run(folder, "./bank");
        char *program = text_format("%s/bank", folder);
        struct symbols *s;
        struct frames f = {0};
        struct text t = {0};
        assert_int_equal(symbols_open(program, &s), 0);
        assert_int_equal(symbols_find(s, strtoul(text_string(&r.out), NULL, 16), &owners, &f), 0);
        frames_describe(&f, &t);
        assert_string_equal(text_string(&t),
                            "where (exercises/bank.c:6), called from main (exercises/bank.c:11)");
        assert_int_equal(symbols_find(s, 1UL << 40, &owners, &f), ENOENT);
        assert_int_equal(f.count, 2);
        text_deinit(&t);
        frames_deinit(&f);
        symbols_close(s);
        process_result_deinit(&r);
        free(program);
        free(command);
    }
}

static void an_address_of_a_live_process_is_found(void **state)
{
    (void)state;
    struct symbols *s;
    struct frames f = {0};
    assert_int_equal(symbols_open_process(getpid(), &s), 0);
    assert_int_equal(symbols_find(s, (uint64_t)(uintptr_t)&symbols_find, NULL, &f), 0);
    assert_string_equal(f.items[0].function, "symbols_find");
    frames_deinit(&f);
    symbols_close(s);
    const pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    assert_int_equal(waitpid(gone, NULL, 0), gone);
    assert_int_equal(symbols_open_process(gone, &s), ESRCH);
}

static void what_is_no_program_is_an_error(void **state)
{
    (void)state;
    struct symbols *s;
    char *path = fixture_write(folder, "text", "no program");
    assert_int_equal(symbols_open(path, &s), EINVAL);
    assert_int_equal(symbols_open("/no/such/program", &s), ENOENT);
    assert_int_equal(symbols_open(folder, &s), EINVAL);
    free(path);
}

static void a_damaged_program_does_no_harm(void **state)
{
    (void)state;
    free(fixture_write(folder, "exercises/bank.c", PROGRAM));
    fixture_must(folder, "gcc -std=gnu17 -g exercises/bank.c -o bank");
    char *path = text_format("%s/bank", folder);
    struct text bytes = {0};
    assert_int_equal(files_read(path, 0, &bytes), 0);
    unsigned seed = 11;
    for (int round = 0; round < 300; round++) {
        struct text damaged = {0};
        text_add_bytes(&damaged, bytes.bytes, bytes.length);
        for (int i = 0; i < 3; i++) {
            seed = seed * 1103515245u + 12345u;
            const size_t at = (seed >> 4) % bytes.length;
            damaged.bytes[round % 3 ? at : at % 1024] = (char)(seed >> 16);
        }
        if (round % 5 == 0)
            text_truncate(&damaged, (seed >> 4) % bytes.length);
        assert_int_equal(files_replace(path, damaged.bytes, damaged.length), 0);
        struct symbols *s;
        if (symbols_open(path, &s) == 0) {
            struct frames f = {0};
            for (uint64_t offset = 0x1000; offset < 0x1400; offset += 7)
                symbols_find(s, offset, &owners, &f);
            assert_in_range(f.count, 0, FRAMES_MAX);
            frames_deinit(&f);
            symbols_close(s);
        }
        text_deinit(&damaged);
    }
    text_deinit(&bytes);
    free(path);
}

static void files_are_told_apart_by_whole_names(void **state)
{
    (void)state;
    struct frames f = {0};
    frames_add(&f, &owners, "a", "/checkout/exercises/bank.c", 1);
    frames_add(&f, &owners, "b", "bank.c", 2);
    frames_add(&f, &owners, "c", "/other/rebank.c", 3);
    frames_add(&f, &owners, "d", "/checkout/tests/check.c", 4);
    frames_add(&f, &owners, "e", NULL, 0);
    const enum frame_owner expected[] = {FRAME_LEARNER, FRAME_LEARNER, FRAME_OTHER, FRAME_CHECK, FRAME_OTHER};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(f.items[i].owner, expected[i]);
    assert_string_equal(f.items[0].file, "exercises/bank.c");
    frames_reduce(&f);
    assert_int_equal(f.count, 3);
    frames_deinit(&f);
}

static void reducing_keeps_something_and_folds_a_recursion(void **state)
{
    (void)state;
    struct frames f = {0};
    for (int i = 0; i < FRAMES_MAX + 10; i++)
        frames_add(&f, &owners, "deeper", i < 60 ? "bank.c" : "check.c", 7);
    assert_int_equal(f.count, FRAMES_MAX);
    frames_reduce(&f);
    assert_int_equal(f.count, 2);
    frames_deinit(&f);
    static const char *const called[] = {"a", "b", "c", "d", "e"};
    for (int i = 0; i < 5; i++)
        frames_add(&f, &owners, called[i], NULL, 0);
    frames_reduce(&f);
    assert_int_equal(f.count, 3);
    assert_null(frames_learner(&f));
    frames_deinit(&f);
}

static int open_folder(void **state)
{
    (void)state;
    folder = fixture_open();
    fixture_must(folder, "mkdir exercises");
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
        cmocka_unit_test(an_offset_gives_the_inlined_call_and_its_caller),
        cmocka_unit_test(an_address_of_a_live_process_is_found),
        cmocka_unit_test(what_is_no_program_is_an_error),
        cmocka_unit_test(a_damaged_program_does_no_harm),
        cmocka_unit_test(files_are_told_apart_by_whole_names),
        cmocka_unit_test(reducing_keeps_something_and_folds_a_recursion),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
