#include "explore/driver/options.h"

#include "common/text.h"
#include "explore/build/build.h"
#include "explore/runtime/limits.h"
#include "explore/strategies/strategy.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: explore FILE.c... [options] [-- ARGUMENT...]\n"
    "\n"
    "Runs a C program with threads under many interleavings, and shows the one in which it fails.\n"
    "\n"
    "  --seconds N        stop after N seconds (5, unless --executions is given)\n"
    "  --executions N     stop after N executions; without --seconds the answer never depends on the "
    "machine\n"
    "  --strategy NAME    auto random pct pos urw surw fair icb dpor\n"
    "  --depth N          of pct: N - 1 is how often a thread is set back; of icb: preemptions (3)\n"
    "  --seed N           of all chance (1)\n"
    "  --races HOW        fail (as verdict `race`) or tolerate (go on, and look for what a race breaks)\n"
    "  --leaks            memory that is neither freed nor reachable at the end is a failure, and a thread "
    "that\n"
    "                     is neither joined nor detached\n"
    "  --stdin FILE       what the program reads, anew in each execution (nothing)\n"
    "  --time MODE        quiescent (time passes when nobody can move), free (anybody may be slow) or both\n"
    "  --spurious N       spurious wake-ups of one execution (1)\n"
    "  --max-threads N    threads of one execution (64)\n"
    "  --max-steps N      steps of one execution (20000)\n"
    "  --backend NAME     fibers (fast; a failure is confirmed with real threads) or threads (all on real "
    "threads)\n"
    "  --check FILE       a check that calls the program; may be given again\n"
    "  --entry NAME       explore the case NAME of the check instead of main\n"
    "  --outputs          printing is a step, and each different output is shown\n"
    "  --expect FILE      it must print exactly this; in FILE.re each line is a regular expression for a "
    "line\n"
    "  --svg FILE         draw the failing execution\n"
    "  --trace-out FILE   write the failing execution, for --replay\n"
    "  --replay FILE      run the execution of a trace again, and nothing else\n"
    "  --runner FILE      keep the built program there; if it is there already, explore that and build "
    "nothing\n"
    "  --box WORD         put WORD before the runner's command; may be given again\n"
    "  --json             one object on one line\n"
    "  --print-flags      print the compiler flags for a FILE that is an object (.o), and end\n"
    "\n"
    "Exit status: 0 no failure found, 1 a failure, 2 the program cannot be explored.\n";

enum {
    SECONDS = 256,
    EXECUTIONS,
    STRATEGY,
    DEPTH,
    SEED,
    RACES,
    LEAKS,
    STDIN,
    TIME,
    SPURIOUS,
    MAX_THREADS,
    MAX_STEPS,
    BACKEND,
    CHECK,
    BOX,
    RUNNER,
    ENTRY,
    OUTPUTS,
    EXPECT,
    SVG,
    TRACE_OUT,
    REPLAY,
    JSON,
    PRINT_FLAGS,
    HELP
};

static const struct option table[] = {
    {"seconds", required_argument, NULL, SECONDS},
    {"executions", required_argument, NULL, EXECUTIONS},
    {"strategy", required_argument, NULL, STRATEGY},
    {"depth", required_argument, NULL, DEPTH},
    {"seed", required_argument, NULL, SEED},
    {"races", required_argument, NULL, RACES},
    {"leaks", no_argument, NULL, LEAKS},
    {"stdin", required_argument, NULL, STDIN},
    {"time", required_argument, NULL, TIME},
    {"spurious", required_argument, NULL, SPURIOUS},
    {"max-threads", required_argument, NULL, MAX_THREADS},
    {"max-steps", required_argument, NULL, MAX_STEPS},
    {"backend", required_argument, NULL, BACKEND},
    {"check", required_argument, NULL, CHECK},
    {"box", required_argument, NULL, BOX},
    {"runner", required_argument, NULL, RUNNER},
    {"entry", required_argument, NULL, ENTRY},
    {"outputs", no_argument, NULL, OUTPUTS},
    {"expect", required_argument, NULL, EXPECT},
    {"svg", required_argument, NULL, SVG},
    {"trace-out", required_argument, NULL, TRACE_OUT},
    {"replay", required_argument, NULL, REPLAY},
    {"json", no_argument, NULL, JSON},
    {"print-flags", no_argument, NULL, PRINT_FLAGS},
    {"help", no_argument, NULL, HELP},
    {0},
};

struct parse {
    struct options *options;
    size_t nchecks, nbox;
    char **why;
    const char *name; // of the option at hand
    const char *text; // its argument
};

static int complain(const struct parse *p, const char *expected)
{
    *p->why = text_format("--%s %s: should be %s. Try explore --help", p->name, p->text, expected);
    return EINVAL;
}

static int number(const struct parse *p, uint64_t low, uint64_t high, uint64_t *out)
{
    char *end;
    errno = 0;
    const unsigned long long value = strtoull(p->text, &end, 10);
    if (errno || end == p->text || *end || *p->text == '-' || value < low || value > high) {
        char expected[64];
        snprintf(expected, sizeof expected, "a number from %llu to %llu", (unsigned long long)low,
                 (unsigned long long)high);
        return complain(p, expected);
    }
    *out = value;
    return 0;
}

static int small_number(const struct parse *p, unsigned low, unsigned high, unsigned *out)
{
    uint64_t value = 0;
    const int error = number(p, low, high, &value);
    if (!error)
        *out = (unsigned)value;
    return error;
}

static int strategy(const struct parse *p)
{
    const int kind = strategy_named(p->text);
    const bool known = kind >= 0 && kind != STRATEGY_REPLAY;
    if (!known && strcmp(p->text, "auto") != 0)
        return complain(p, "auto, random, pct, pos, urw, surw, fair, icb or dpor");
    p->options->strategy = kind;
    return 0;
}

static int races(const struct parse *p)
{
    p->options->tolerate_races = strcmp(p->text, "tolerate") == 0;
    return p->options->tolerate_races || strcmp(p->text, "fail") == 0 ? 0 : complain(p, "fail or tolerate");
}

static int backend(const struct parse *p)
{
    p->options->threads = strcmp(p->text, "threads") == 0;
    return p->options->threads || strcmp(p->text, "fibers") == 0 ? 0 : complain(p, "fibers or threads");
}

static void print_flags(void)
{
    for (const char *const *flag = build_flags(); *flag; flag++)
        printf("%s\n", *flag);
}

static int time_mode(const struct parse *p)
{
    static const char *const modes[] = {"both", "quiescent", "free"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(p->text, modes[i]) == 0) {
            p->options->time = i;
            return 0;
        }
    }
    return complain(p, "quiescent, free or both");
}

static int take(struct parse *p, int option)
{
    struct options *o = p->options;
    switch (option) {
    case SECONDS: return small_number(p, 1, 86400, &o->seconds);
    case EXECUTIONS: return number(p, 1, UINT64_MAX >> 1, &o->executions);
    case STRATEGY: return strategy(p);
    case DEPTH: return small_number(p, 0, 16, &o->depth);
    case SEED: return number(p, 0, UINT64_MAX, &o->seed);
    case RACES: return races(p);
    case LEAKS: o->leaks = true; return 0;
    case STDIN: o->input = p->text; return 0;
    case TIME: return time_mode(p);
    case SPURIOUS: return small_number(p, 0, 1000, &o->spurious);
    case MAX_THREADS: return small_number(p, 1, THREADS_MAX - 1, &o->max_threads);
    case MAX_STEPS: return small_number(p, 1, EVENTS_MAX, &o->max_steps);
    case BACKEND: return backend(p);
    case CHECK: o->checks[p->nchecks++] = p->text; return 0;
    case BOX: o->box[p->nbox++] = p->text; return 0;
    case RUNNER: o->runner = p->text; return 0;
    case ENTRY: o->entry = p->text; return 0;
    case OUTPUTS: o->outputs = true; return 0;
    case EXPECT: o->expect = p->text; return 0;
    case SVG: o->svg = p->text; return 0;
    case TRACE_OUT: o->trace_out = p->text; return 0;
    case REPLAY: o->replay = p->text; return 0;
    case JSON: o->json = true; return 0;
    case PRINT_FLAGS: print_flags(); return ECANCELED;
    case HELP: fputs(usage, stdout); return ECANCELED;
    default: *p->why = text_format("try explore --help"); return EINVAL;
    }
}

static int take_files(struct parse *p, int argc, char **argv, int files_end)
{
    struct options *o = p->options;
    for (int i = optind; i < files_end; i++)
        o->files[i - optind] = argv[i];
    o->arguments[0] = argc > optind && optind < files_end ? argv[optind] : "program";
    for (int i = files_end + 1, n = 1; i < argc; i++)
        o->arguments[n++] = argv[i];
    if (optind < files_end)
        return 0;
    *p->why = text_format("which file? Try explore FILE.c, or explore --help");
    return EINVAL;
}

int options_parse(int argc, char **argv, struct options *out, char **why)
{
    *out = (struct options){.entry = "main",
                            .strategy = -1,
                            .depth = 3,
                            .seed = 1,
                            .spurious = 1,
                            .max_threads = 64,
                            .max_steps = 20000};
    out->files = calloc((size_t)argc + 1, sizeof *out->files);
    out->checks = calloc((size_t)argc + 1, sizeof *out->checks);
    out->box = calloc((size_t)argc + 1, sizeof *out->box);
    out->arguments = calloc((size_t)argc + 2, sizeof *out->arguments);
    if (!out->files || !out->checks || !out->box || !out->arguments)
        return ENOMEM;
    int files_end = 0;
    while (files_end < argc && strcmp(argv[files_end], "--") != 0)
        files_end++;
    struct parse p = {.options = out, .why = why};
    int option, index, error = 0;
    opterr = 0;
    optind = 1;
    while (!error && (option = getopt_long(files_end, argv, "", table, &index)) != -1) {
        if (option == '?') {
            *why = text_format("%s: no such option, or its argument is missing. Try explore --help",
                               argv[optind - 1]);
            return EINVAL;
        }
        p.name = table[index].name;
        p.text = optarg;
        error = take(&p, option);
    }
    if (!error)
        error = take_files(&p, argc, argv, files_end);
    if (!out->executions && !out->seconds)
        out->seconds = 5;
    return error;
}

bool options_expects_expressions(const struct options *o)
{
    const size_t length = o->expect ? strlen(o->expect) : 0;
    return length > 3 && strcmp(o->expect + length - 3, ".re") == 0;
}

void options_deinit(struct options *o)
{
    free(o->files);
    free(o->checks);
    free(o->box);
    free(o->arguments);
}
