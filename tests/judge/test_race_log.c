/** @file test_race_log.c  Unit test of src/judge/analyses/race_log.c and race_advice.c, on reports that
 * ThreadSanitizer of clang 14 made. */
#include "judge/analyses/race_advice.h"
#include "judge/analyses/race_log.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

// The learner's file. The offsets below stand for its lines.
static const char SOURCE[] = "long total;\n"
                             "void add(struct stock *s, const int *a, int n) {\n"
                             "    long sum = 0, max = 0;\n"
                             "    for (int i = 0; i < n; i++) {\n"
                             "        sum += a[i];\n"               // 5
                             "        s->count[a[i] & 7]++;\n"      // 6
                             "        if (a[i] > max)\n"            // 7
                             "            max = a[i];\n"            // 8
                             "        total = total + 1;\n"         // 9
                             "        raw = a[i];\n"                // 10
                             "        ++hits[a[i]];\n"              // 11
                             "        out[i] = out[i - 1];\n"       // 12
                             "        most = higher(most, a[i]);\n" // 13
                             "    }\n"
                             "}\n";

static const struct place {
    uint64_t offset;
    const char *function, *file;
    int line, column;
} places[] = {
    {0x5, ".omp_outlined._debug__", "kitchen/stock.c", 5, 13},
    {0x6, ".omp_outlined._debug__", "kitchen/stock.c", 6, 27},
    {0x7, ".omp_outlined._debug__", "kitchen/stock.c", 7, 20},
    {0x8, ".omp_outlined._debug__", "kitchen/stock.c", 8, 17},
    {0x9, ".omp_outlined._debug__", "kitchen/stock.c", 9, 15},
    {0xa, ".omp_outlined._debug__", "kitchen/stock.c", 10, 13},
    {0xb, ".omp_outlined._debug__", "kitchen/stock.c", 11, 9},
    {0xc, ".omp_outlined._debug__", "kitchen/stock.c", 12, 16},
    {0xd, ".omp_outlined._debug__", "kitchen/stock.c", 12, 18},
    {0x2, "add", "kitchen/stock.c", 2, 1},
    {0xe, ".omp_outlined._debug__", "kitchen/stock.c", 13, 16},
    {0x20, "recipe", "tests/check.c", 40, 3},
    {0x30, "helper", "elsewhere.c", 1, 1},
};

static const char *const learner[] = {"kitchen/stock.c", NULL}, *const check[] = {"tests/check.c", NULL};
static const struct frame_owners owners = {learner, check};

static void find(void *context, uint64_t offset, struct frames *out)
{
    (void)context;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (places[i].offset == offset) {
            frames_add(out, &owners, places[i].function, places[i].file, places[i].line);
            out->items[out->count - 1].column = places[i].column;
        }
}

static const char GLOBAL[] = "  Location is global '<null>' at 0x000000000000 (check+0x147a2a0)\n\n";
static const char STACK[] = "  Location is stack of main thread.\n\n"
                            "  Location is global '<null>' at 0x000000000000 ([stack]+0x1ef60)\n\n";
static const char RUN_TIME[] =
    "  Location is heap block of size 512 at 0x7b1000000000 allocated by main thread:\n"
    "    #0 <null> <null> (check+0x512e7) (BuildId: 3857)\n"
    "    #1 <null> <null> (libomp.so.5+0x33aa) (BuildId: e9e0)\n\n";
static const char HEAP[] = "  Location is heap block of size 64 at 0x7b1000000000 allocated by main thread:\n"
                           "    #0 <null> <null> (check+0x512e7) (BuildId: 3857)\n"
                           "    #1 <null> <null> (check+0xd162a) (BuildId: 3857)\n\n";

// A report as the sanitizer writes it with symbolize=0: two accesses, the first by thread T1.
static char *report(const char *first, int a, const char *second, int b, const char *location)
{
    return text_format("==================\n"
                       "WARNING: ThreadSanitizer: data race (pid=19897)\n"
                       "  %s of size 8 at 0x563e157362a0 by thread T1:\n"
                       "    #0 <null> <null> (check+0x%x) (BuildId: 3857)\n"
                       "    #1 <null> <null> (libomp.so.5+0xd55a2) (BuildId: e9e0)\n"
                       "    #2 <null> <null> (check+0x2) (BuildId: 3857)\n\n"
                       "  Previous %s of size 8 at 0x563e157362a0 by main thread:\n"
                       "    #0 <null> <null> (check+0x%x) (BuildId: 3857)\n"
                       "    #1 <null> <null> (libomp.so.5+0xd55a2) (BuildId: e9e0)\n\n"
                       "%s"
                       "  Thread T1 (tid=19956, running) created by main thread at:\n"
                       "    #0 <null> <null> (check+0x5289d) (BuildId: 3857)\n\n"
                       "SUMMARY: ThreadSanitizer: data race (/tmp/check+0x%x) (BuildId: 3857) \n"
                       "==================\n",
                       first, a, second, b, location, a);
}

static int parse(char *log, struct race *out)
{
    const int error = race_log_parse(log, "check", find, NULL, out);
    free(log);
    return error;
}

static void both_accesses_are_read(void **state)
{
    (void)state;
    struct race race;
    assert_int_equal(parse(report("Read", 7, "write", 8, STACK), &race), 0);
    assert_false(race.access[0].writes);
    assert_true(race.access[1].writes);
    assert_int_equal(race.access[0].at.items[0].line, 7);
    assert_int_equal(race_place(&race)->line, 8); // what writes is what has to change
    race_deinit(&race);
}

static void the_sentence_names_the_function_and_not_what_the_compiler_calls_the_region(void **state)
{
    (void)state;
    struct race race;
    struct text said = {0};
    assert_int_equal(parse(report("Write", 5, "read", 5, STACK), &race), 0);
    race_describe(&race, "sum", &said);
    assert_string_equal(text_string(&said),
                        "sum is written in add (stock.c:5), and read in a parallel region (stock.c:5) "
                        "by another thread; nothing orders the two");
    text_deinit(&said);
    race_deinit(&race);
}

static void memory_of_the_run_time_is_not_the_learners(void **state)
{
    (void)state;
    struct race race;
    assert_int_equal(parse(report("Write", 5, "write", 5, RUN_TIME), &race), ENOENT);
    assert_int_equal(parse(report("Write", 5, "write", 5, HEAP), &race), 0);
    race_deinit(&race);
}

static void a_report_without_the_learner_is_passed_over(void **state)
{
    (void)state;
    struct race race;
    char *other = report("Write", 0x30, "write", 0x30, GLOBAL), *cut = strstr(other, "    #2");
    memset(cut, ' ', strcspn(cut, "\n")); // it is not called from the learner's code either
    char *both = text_format("%s%s", other, "");
    assert_int_equal(parse(both, &race), ENOENT);
    char *mine = report("Write", 9, "read", 9, GLOBAL);
    assert_int_equal(parse(text_format("%s%s", other, mine), &race), 0);
    assert_int_equal(race_place(&race)->line, 9);
    race_deinit(&race);
    free(other);
    free(mine);
}

static void a_callback_of_the_check_counts_when_the_learner_called_it(void **state)
{
    (void)state;
    struct race race;
    assert_int_equal(parse(report("Write", 0x20, "read", 0x20, HEAP), &race), 0);
    assert_string_equal(race_place(&race)->function, "add");
    race_deinit(&race);
}

static void a_log_without_a_race_or_broken_off_does_no_harm(void **state)
{
    (void)state;
    struct race race;
    assert_int_equal(parse(text_format("%s", ""), &race), ENOENT);
    assert_int_equal(parse(text_format("WARNING: ThreadSanitizer: data race"), &race), ENOENT);
    assert_int_equal(parse(text_format("FATAL: ThreadSanitizer: unexpected memory mapping\n"), &race),
                     ENOENT);
    char *whole = report("Write", 5, "write", 5, STACK);
    for (size_t n = 0; n < strlen(whole); n += 7) {
        if (parse(text_format("%.*s", (int)n, whole), &race) == 0)
            race_deinit(&race);
    }
    free(whole);
}

static void expect_advice(int write, int read, const char *variable, const char *word)
{
    struct race race;
    char *found = NULL;
    assert_int_equal(parse(report("Write", write, "read", read, STACK), &race), 0);
    char *advice = race_advice(&race, SOURCE, &found);
    assert_string_equal(found, variable);
    if (!strstr(advice, word))
        fail_msg("%s: no %s in: %s", variable, word, advice);
    free(found);
    free(advice);
    race_deinit(&race);
}

static void the_advice_fits_what_the_line_does(void **state)
{
    (void)state;
    expect_advice(5, 5, "sum", "reduction(+: sum)");
    expect_advice(9, 9, "total", "reduction(+: total)");
    expect_advice(11, 11, "hits[a[i]]", "reduction(+: hits[:n])");
    expect_advice(6, 6, "s->count[a[i] & 7]", "atomic");
    expect_advice(8, 7, "max", "reduction(max");
    expect_advice(10, 10, "raw", "private(raw)");
    expect_advice(12, 13, "out[i]", "barrier");
    expect_advice(14, 14, "most", "declare reduction");
}

static void without_the_source_there_is_still_a_general_advice(void **state)
{
    (void)state;
    struct race race;
    char *variable;
    assert_int_equal(parse(report("Write", 5, "write", 5, STACK), &race), 0);
    char *advice = race_advice(&race, NULL, &variable);
    assert_null(variable);
    assert_non_null(strstr(advice, "critical"));
    free(advice);
    race_deinit(&race);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_accesses_are_read),
        cmocka_unit_test(the_sentence_names_the_function_and_not_what_the_compiler_calls_the_region),
        cmocka_unit_test(memory_of_the_run_time_is_not_the_learners),
        cmocka_unit_test(a_report_without_the_learner_is_passed_over),
        cmocka_unit_test(a_callback_of_the_check_counts_when_the_learner_called_it),
        cmocka_unit_test(a_log_without_a_race_or_broken_off_does_no_harm),
        cmocka_unit_test(the_advice_fits_what_the_line_does),
        cmocka_unit_test(without_the_source_there_is_still_a_general_advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
