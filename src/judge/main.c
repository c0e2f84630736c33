// judge: check, prepare, cases, analyses. docs/design/judge-report.md says what it prints.
#include "common/catalogue.h"
#include "common/process.h"
#include "judge/build/build.h"
#include "judge/cases/cases.h"
#include "judge/check.h"
#include "judge/report/report.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_NOT_AVAILABLE = 77 };

static const char usage[] =
    "usage: judge check EX [--source FILE]… [--json] [--expect VERDICT] [--repeat N] [--seed N]\n"
    "                      [--analyses a,b] [--compiler gcc|clang] [--box PROGRAM --slot WORDS]\n"
    "       judge prepare EX [--compiler gcc|clang]\n"
    "       judge cases EX [--json]\n"
    "       judge analyses [--json]\n"
    "\n"
    "check     judges a submission: the exercise's own file, or what --source names.\n"
    "          Exit status: 0 pass, 10 todo, 11 build-error, 12 wrong, 13 race, 14 deadlock, 15 hang,\n"
    "          16 crash, 17 leak, 18 serial, 20 inconclusive, 21 judge-error.\n"
    "          With --expect: 0 if the verdict is that one, 77 if an analysis that was needed is not\n"
    "          available, 1 if not.\n"
    "prepare   compiles the check for judging (the build calls it)\n"
    "cases     lists what the check asks\n"
    "analyses  lists the analyses, and which are available\n"
    "\n"
    "--repeat N    builds once and judges N times; judge-error if the verdicts differ\n"
    "--seed N      repeats the draws of an earlier judging; default 1\n"
    "--box PROGRAM, --slot WORDS  class grading: what stands before compilers and cases\n"
    "--catalogue FILE  catalogue.json; default: the one of the build that this judge belongs to\n";

/** The command line. */
struct options {
    const char *command, *exercise, *expect, *catalogue, *box, *slot;
    const char *source[JOB_SOURCES_MAX];
    size_t nsources;
    const char *only[8];
    const char *compiler;
    unsigned long long seed;
    long repeat;
    bool json;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool split_analyses(struct options *o, char *list)
{
    size_t n = 0;
    for (char *one; (one = strsep(&list, ",")) && n + 1 < sizeof o->only / sizeof *o->only;) {
        if (!analysis_find(one)) {
            fprintf(stderr, "judge: no analysis is called %s; `judge analyses` lists them\n", one);
            return false;
        }
        o->only[n++] = one;
    }
    return true;
}

static bool read_options(struct options *o, int argc, char **argv)
{
    static const struct option table[] = {
        {"source", 1, 0, 's'}, {"json", 0, 0, 'j'},     {"expect", 1, 0, 'e'},   {"repeat", 1, 0, 'r'},
        {"seed", 1, 0, 'n'},   {"analyses", 1, 0, 'a'}, {"compiler", 1, 0, 'c'}, {"catalogue", 1, 0, 'f'},
        {"box", 1, 0, 'b'},    {"slot", 1, 0, 'w'},     {"help", 0, 0, 'h'},     {0}};
    enum verdict v;
    for (int c; (c = getopt_long(argc, argv, "h", table, NULL)) != -1;) {
        if (c == 's' && o->nsources < JOB_SOURCES_MAX)
            o->source[o->nsources++] = optarg;
        else if (c == 'j')
            o->json = true;
        else if (c == 'e' && verdict_find(optarg, &v))
            o->expect = optarg;
        else if (c == 'r' && (o->repeat = atol(optarg)) > 0)
            continue;
        else if (c == 'n')
            o->seed = strtoull(optarg, NULL, 10);
        else if (c == 'a' && split_analyses(o, optarg))
            continue;
        else if (c == 'c' && (!strcmp(optarg, "gcc") || !strcmp(optarg, "clang")))
            o->compiler = optarg;
        else if (c == 'f')
            o->catalogue = optarg;
        else if (c == 'b')
            o->box = optarg;
        else if (c == 'w')
            o->slot = optarg;
        else if (c == 'h') {
            fputs(usage, stdout);
            exit(0);
        } else
            return false;
    }
    o->command = optind < argc ? argv[optind++] : NULL;
    o->exercise = optind < argc ? argv[optind++] : NULL;
    return o->command && optind == argc;
}

// build/PRESET/bin/judge belongs to build/PRESET/catalogue.json.
static char *default_catalogue(void)
{
    char self[PATH_MAX];
    const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    self[n < 0 ? 0 : n] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(self, '/');
        if (slash)
            *slash = '\0';
    }
    return text_format("%s/catalogue.json", self);
}

static struct catalogue *load(const struct options *o)
{
    char *path = o->catalogue ? strdup(o->catalogue) : default_catalogue(), *why = NULL;
    struct catalogue *c = NULL;
    const int error = catalogue_load(path, &c, &why);
    if (error)
        fprintf(stderr, "judge: %s: %s; cmake --preset learner writes it anew\n", path,
                why ? why : strerror(error));
    free(path);
    free(why);
    return c;
}

static void use_own_sources(struct job *job, char **owned)
{
    for (names s = job->exercise->sources; *s && job->nsources < JOB_SOURCES_MAX; s++) {
        owned[job->nsources] = text_format("%s/%s", job->exercise->folder, *s);
        job->source[job->nsources] = owned[job->nsources];
        job->nsources++;
    }
}

// CLICOLOR_FORCE: a program that shows the report on its own terminal reads it from a pipe.
static bool wants_colour(void)
{
    return !getenv("NO_COLOR") && (isatty(STDOUT_FILENO) || getenv("CLICOLOR_FORCE"));
}

static void print_report(const struct job *job, bool json, double seconds)
{
    if (json) {
        json_t *report = report_json(job, seconds);
        json_dumpf(report, stdout, JSON_COMPACT | JSON_PRESERVE_ORDER);
        putchar('\n');
        json_decref(report);
        return;
    }
    struct text t = {0};
    report_text(job, wants_colour(), &t);
    fputs(text_string(&t), stdout);
    text_deinit(&t);
}

// Judges once. *missing: an analysis that was asked for is not available.
static enum verdict check_once(const struct options *o, const struct catalogue *c, const struct exercise *e,
                               bool *missing)
{
    const double start = now();
    char *owned[JOB_SOURCES_MAX] = {0};
    struct job job = {
        .catalogue = c, .exercise = e, .compiler = o->compiler, .seed = o->seed, .repeat = o->repeat};
    job.box = o->box;
    job.slot = o->slot ? o->slot : "";
    job.progress = !o->json && isatty(STDERR_FILENO);
    const int error = job_open(&job);
    if (error) {
        fprintf(stderr, "judge: a temporary folder: %s; is there room in ${TMPDIR:-/tmp}?\n",
                strerror(error));
        return VERDICT_JUDGE_ERROR;
    }
    for (size_t i = 0; i < o->nsources; i++)
        job.source[job.nsources++] = o->source[i];
    if (!o->nsources)
        use_own_sources(&job, owned);
    *missing = check_judge(&job, o->only[0] ? o->only : NULL);
    print_report(&job, o->json, now() - start);
    const enum verdict v = job.verdict;
    job_close(&job);
    for (size_t i = 0; i < JOB_SOURCES_MAX; i++)
        free(owned[i]);
    return v;
}

static int check(const struct options *o, const struct catalogue *c, const struct exercise *e)
{
    if (o->nsources && o->nsources != names_count(e->sources)) {
        fprintf(stderr, "judge: %s has %zu source files, %zu were given\n", e->id, names_count(e->sources),
                o->nsources);
        return EXIT_USAGE;
    }
    bool missing = false;
    enum verdict wanted;
    const enum verdict v = check_once(o, c, e, &missing);
    if (process_interrupted())
        return 130;
    if (!o->expect)
        return verdict_exit(v);
    verdict_find(o->expect, &wanted);
    if (v == wanted)
        return 0;
    fprintf(stderr, "judge: expected %s, found %s%s\n", o->expect, verdict_name(v),
            missing ? "; an analysis that the exercise asks for is not available yet" : "");
    return missing && v != VERDICT_JUDGE_ERROR ? EXIT_NOT_AVAILABLE : 1;
}

static int prepare(const struct options *o, const struct catalogue *c, const struct exercise *e)
{
    struct job job = {.catalogue = c, .exercise = e, .compiler = o->compiler};
    const int error = job_open(&job);
    if (error) {
        fprintf(stderr, "judge: a temporary folder: %s\n", strerror(error));
        return verdict_exit(VERDICT_JUDGE_ERROR);
    }
    const enum verdict v = build_prepare(&job);
    size_t i;
    const json_t *line;
    json_array_foreach(job.messages, i, line) fprintf(stderr, "%s\n", json_string_value(line));
    job_close(&job);
    return verdict_exit(v);
}

static int list_cases(const struct options *o, const struct catalogue *c, const struct exercise *e)
{
    const struct job job = {.catalogue = c, .exercise = e, .compiler = o->compiler};
    const int prepared = prepare(o, c, e);
    json_t *cases = prepared ? NULL : cases_load(&job);
    if (!cases)
        return verdict_exit(VERDICT_JUDGE_ERROR);
    if (o->json) {
        json_dumpf(cases, stdout, JSON_COMPACT | JSON_PRESERVE_ORDER);
        putchar('\n');
    } else {
        size_t i;
        const json_t *one;
        json_array_foreach(cases, i, one)
            printf("%-20s %s\n", json_string_value(json_object_get(one, "name")),
                   json_string_value(json_object_get(one, "promise")));
    }
    json_decref(cases);
    return 0;
}

static int list_analyses(const struct options *o)
{
    json_t *list = json_array();
    for (size_t i = 0; analyses[i]; i++) {
        const char *why = analyses[i]->missing ? analyses[i]->missing() : NULL;
        json_t *one = json_pack("{s:s, s:b}", "name", analyses[i]->name, "available", !why);
        if (why)
            json_object_set_new(one, "why", json_string(why));
        json_array_append_new(list, one);
        if (!o->json)
            printf("%-8s %s\n", analyses[i]->name, why ? why : "available");
    }
    if (o->json) {
        json_dumpf(list, stdout, JSON_COMPACT | JSON_PRESERVE_ORDER);
        putchar('\n');
    }
    json_decref(list);
    return 0;
}

int main(int argc, char **argv)
{
    struct options o = {.compiler = "gcc", .seed = 1, .repeat = 1};
    if (!read_options(&o, argc, argv)) {
        fputs(usage, stderr);
        return EXIT_USAGE;
    }
    if (!strcmp(o.command, "analyses"))
        return list_analyses(&o);
    struct catalogue *c = load(&o);
    if (!c)
        return verdict_exit(VERDICT_JUDGE_ERROR);
    const struct exercise *e = o.exercise ? catalogue_find(c, o.exercise) : NULL;
    int status = EXIT_USAGE;
    if (!e)
        fprintf(stderr, "judge: no exercise is called %s; ./workbook list shows them\n",
                o.exercise ? o.exercise : "\"\"");
    else if (!strcmp(o.command, "check"))
        status = check(&o, c, e);
    else if (!strcmp(o.command, "prepare"))
        status = prepare(&o, c, e);
    else if (!strcmp(o.command, "cases"))
        status = list_cases(&o, c, e);
    else
        fputs(usage, stderr);
    catalogue_free(c);
    return status;
}
