// The main of a check: runs one case under the judge, or by hand one or all of them.
#include "judge/runtime/board.h"
#include "judge/runtime/case.h"
#include "judge/runtime/loop/loop.h"
#include "judge/runtime/helpers.h"
#include "judge/runtime/leak_roots.h"
#include "judge/runtime/report.h"
#include "judge/runtime/virtual_clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

// The linker collects the cases of a check here, in an order that depends on the compiler.
extern const struct judge_case *const __start_judge_cases[];
extern const struct judge_case *const __stop_judge_cases[];

enum { CASES_MAX = 256 };
static const struct judge_case *cases[CASES_MAX + 1]; // in the order of the file, NULL at the end

static int by_line(const void *a, const void *b)
{
    const struct judge_case *const *x = a, *const *y = b;
    return (*x)->line - (*y)->line;
}

static void sort_cases(void)
{
    size_t n = (size_t)(__stop_judge_cases - __start_judge_cases);
    n = n < CASES_MAX ? n : CASES_MAX;
    memcpy(cases, __start_judge_cases, n * sizeof *cases);
    qsort(cases, n, sizeof *cases, by_line);
}

static void print_json_string(const char *s)
{
    putchar('"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            putchar('\\');
        putchar(*s);
    }
    putchar('"');
}

// For `judge prepare`: what the catalogue of cases is made from. Nothing of a submission runs here.
static void print_cases(void)
{
    printf("[");
    for (const struct judge_case *const *c = cases; *c; c++) {
        printf("%s{\"name\": ", c == cases ? "" : ",\n ");
        print_json_string((*c)->name);
        printf(", \"promise\": ");
        print_json_string((*c)->promise);
        printf(", \"analyses\": %u, \"seconds\": %u, \"executions\": %u, \"virtual_time\": %s, "
               "\"team\": %d}",
               (*c)->analyses, (*c)->seconds, (*c)->executions, (*c)->virtual_time ? "true" : "false",
               (*c)->team);
    }
    printf("]\n");
}

static const struct judge_case *find(const char *name)
{
    for (const struct judge_case *const *c = cases; *c; c++)
        if (!strcmp((*c)->name, name))
            return *c;
    return NULL;
}

// In the OpenMP pass that looks for races: does it see one, and none where there is none?
extern void openmp_known_race(void) __attribute__((weak));
extern void openmp_known_clean(void) __attribute__((weak));

static bool prove_the_tools(const char *what)
{
    if (!openmp_known_race || strncmp(what, "--known-", 8))
        return false;
    if (!strcmp(what, "--known-race"))
        openmp_known_race();
    else
        openmp_known_clean();
    return true;
}

static void run(const struct judge_case *c, uint64_t seed)
{
    char count[16];
    random_seed(seed, c->name);
    leftovers_note();
    prctl(PR_SET_CHILD_SUBREAPER, 1); // whom the submission's children leave behind is ours to find
    if (c->virtual_time) {
        char interruptions[16];
        snprintf(interruptions, sizeof interruptions, "%d", c->interruptions);
        setenv(VIRTUAL_CLOCK_ENV, interruptions, 1); // for a program that the case starts
        virtual_clock_start(c->interruptions);
    }
    if (c->loop)
        world_start(c->interruptions, c->may_block);
    report_send(PROTOCOL_OPEN, (const char *const[]){"case", c->name, NULL});
    c->body();
    if (!board_is_case())
        report_simple(
            "wrong", "fork returns twice: the child ends with _exit, and never comes back to the caller",
            "a child process returned from the submission's function and went on as if it were the caller");
    world_end();
    fflush(NULL);
    leftovers_check();
    expect_control_at_end();
    snprintf(count, sizeof count, "%u", expect_count());
    report_send(PROTOCOL_CLOSE, (const char *const[]){"case", c->name, "count", count, NULL});
}

static void run_all(void)
{
    for (const struct judge_case *const *c = cases; *c; c++) {
        fprintf(stderr, "--- %s: %s\n", (*c)->name, (*c)->promise);
        run(*c, 1);
    }
    folder_remove();
}

int main(int argc, char **argv)
{
    leak_roots_register();
    if (argc > 2 && !strcmp(argv[1], HELPER_OPTION))
        return helper_run(argc - 2, argv + 2);
    sort_cases();
    if (argc == 2 && !strcmp(argv[1], "--list")) {
        print_cases();
        return 0;
    }
    if (argc == 2 && prove_the_tools(argv[1]))
        _exit(0);
    report_start();
    crash_watch();
    if (argc == 1) {
        run_all();
        return 0;
    }
    const struct judge_case *c = find(argv[1]);
    if (!c) {
        fprintf(stderr, "usage: %s [--list | CASE [SEED]]\nno case is called %s\n", argv[0], argv[1]);
        return 2;
    }
    run(c, argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
    _exit(0); // handlers that a submission may have registered are not the check's to run
}
