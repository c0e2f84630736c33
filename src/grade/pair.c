#include "grade/pair.h"
#include "common/arguments.h"
#include "common/files.h"
#include "common/process.h"
#include "grade/report.h"
#include "grade/result.h"
#include "grade/slot.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *word(const json_t *record, const char *key)
{
    const char *s = json_string_value(json_object_get(record, key));
    return s ? s : "";
}

static void die_with_parent(void)
{
    process_catch_interrupts();
    prctl(PR_SET_PDEATHSIG, SIGTERM);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// The judge gets an environment without anything of the instructor's.
static json_t *judge(const json_t *pair, const struct slot *slot, const char *folder)
{
    struct arguments a = {0}, environment = {0};
    struct process_result result;
    arguments_add_all(&a, (const char *const[]){word(pair, "judge"), "check", word(pair, "exercise"),
                                                "--json", "--catalogue", word(pair, "catalogue"), NULL});
    size_t i;
    const json_t *source;
    json_array_foreach(json_object_get(pair, "sources"), i, source)
    {
        arguments_add(&a, "--source");
        arguments_add(&a, json_string_value(source));
    }
    if (slot)
        arguments_add_all(&a, (const char *const[]){"--box", word(pair, "box"), "--slot", slot->words, NULL});
    arguments_addf(&environment, "TMPDIR=%s", folder);
    arguments_add_all(&environment, (const char *const[]){"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", NULL});
    const unsigned seconds = (unsigned)json_integer_value(json_object_get(pair, "timeout"));
    const struct process_request q = {.argv = arguments_list(&a),
                                      .env = arguments_list(&environment),
                                      .folder = folder,
                                      .timeout_ms = 1000 * seconds};
    json_t *report = NULL;
    const int error = process_run(&q, &result);
    if (!error && !result.timed_out)
        report = json_loadb(text_string(&result.out), result.out.length, 0, NULL);
    if (!report && !process_interrupted()) {
        char *why = result.timed_out
                        ? text_format("it needed more than %u s in all", seconds)
                        : text_format("the judge gave no report: %s%s", error ? strerror(error) : "",
                                      error ? "" : text_string(&result.err));
        report = report_without(result.timed_out ? "inconclusive" : "judge-error", why);
        free(why);
    }
    process_result_deinit(&result);
    arguments_deinit(&a);
    arguments_deinit(&environment);
    return report;
}

static char *timestamp(void)
{
    char text[32];
    const time_t t = time(NULL);
    struct tm utc;
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&t, &utc));
    return text_format("%s", text);
}

// What a person needs to know of the grading itself, put beside what the judge has said.
static json_t *make_result(const json_t *pair, json_t *report, int slot, const char *started, double seconds)
{
    const char *verdict = word(report, "verdict");
    const double most = json_number_value(json_object_get(pair, "max_points"));
    const int person = !strcmp(verdict, "inconclusive") || !strcmp(verdict, "judge-error");
    json_t *r = json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:s}", "schema", "many-cooks/result/1", "key",
                          word(pair, "key"), "student", word(pair, "student"), "student_key",
                          word(pair, "student_key"), "exercise", word(pair, "exercise"), "attempt",
                          (int)json_integer_value(json_object_get(pair, "attempt")), "verdict", verdict);
    json_object_set_new(r, "points", person ? json_null() : json_real(strcmp(verdict, "pass") ? 0 : most));
    json_object_set_new(r, "max_points", json_real(most));
    char *summary = report_summary(report);
    json_object_set_new(r, "summary", json_string(summary));
    free(summary);
    static const char *const kept[] = {"promise", "cases", "analyses", "messages", "seed", "compiler", NULL};
    for (const char *const *k = kept; *k; k++)
        if (json_object_get(report, *k))
            json_object_set(r, *k, json_object_get(report, *k));
    json_object_set(r, "flags", json_object_get(report, "flags"));
    json_object_set(r, "isolation", json_object_get(pair, "isolation"));
    json_object_set(r, "inputs", json_object_get(pair, "inputs"));
    json_object_set_new(r, "started", json_string(started));
    json_object_set_new(r, "seconds", json_real(seconds));
    json_object_set_new(r, "slot", json_integer(slot));
    json_object_set(r, "tool", json_object_get(pair, "tool"));
    if (json_object_get(pair, "host"))
        json_object_set(r, "host", json_object_get(pair, "host"));
    return r;
}

static void tell_progress(const char *path, const char *verdict)
{
    char line[64];
    const int n = snprintf(line, sizeof line, "%s\n", verdict);
    const int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0 && write(fd, line, (size_t)n) != n)
        fprintf(stderr, "grade: %s: %s\n", path, strerror(errno));
    if (fd >= 0)
        close(fd);
}

static struct isolation isolation_of(const json_t *pair)
{
    const json_t *j = json_object_get(pair, "isolation");
    const char *level = word(j, "level");
    return (struct isolation){.level = *level ? *level : 'D', .own_uid = !strcmp(word(j, "uid"), "slot")};
}

static json_t *ask(const json_t *pair, int *number)
{
    const char *problem = json_string_value(json_object_get(pair, "problem"));
    if (problem)
        return report_without("build-error", problem);
    const struct isolation isolation = isolation_of(pair);
    struct slot slot;
    const bool boxed = isolation.level != 'D';
    if (boxed) {
        const int error = slot_open(&isolation, &slot);
        if (error)
            return report_without("judge-error", strerror(error));
        *number = slot.number;
    }
    char *folder = text_format("%s/judge-XXXXXX", word(pair, "temporary"));
    json_t *report = NULL;
    if (mkdtemp(folder) && !chmod(folder, 0711))
        report = judge(pair, boxed ? &slot : NULL, folder);
    else
        report = report_without("judge-error", strerror(errno));
    files_remove(folder);
    free(folder);
    if (boxed)
        slot_close(&slot);
    return report;
}

int pair_grade(const char *file)
{
    die_with_parent();
    umask(022);
    json_t *pair = json_load_file(file, 0, NULL);
    if (!pair) {
        fprintf(stderr, "grade: %s is no pair\n", file);
        return EXIT_FAILURE;
    }
    char *started = timestamp();
    const double start = now();
    int slot = -1, error = EINTR;
    json_t *report = ask(pair, &slot);
    if (report && !process_interrupted()) {
        report_clean(report, word(pair, "frozen"));
        json_t *result = make_result(pair, report, slot, started, now() - start);
        umask(077);
        error = result_write(word(pair, "result"), result, json_is_true(json_object_get(pair, "replace")));
        if (error)
            fprintf(stderr, "grade: %s: %s\n", word(pair, "result"), strerror(error));
        tell_progress(word(pair, "progress"), error ? strerror(error) : word(result, "verdict"));
        json_decref(result);
    }
    free(started);
    json_decref(report);
    json_decref(pair);
    return error ? EXIT_FAILURE : EXIT_SUCCESS;
}
