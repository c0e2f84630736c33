#include "judge/check.h"
#include "common/process.h"
#include "judge/build/build.h"
#include "judge/cases/control.h"

#include <string.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void record(struct job *job, const char *name, enum verdict v, double seconds, const char *why)
{
    json_t *entry =
        json_pack("{s:s, s:s, s:f}", "name", name, "verdict", verdict_name(v), "seconds", seconds);
    if (why)
        json_object_set_new(entry, "why", json_string(why));
    json_array_append_new(job->analyses, entry);
}

// Asks as often as wanted; the submission is built once. A verdict that is not always the same says more
// about the check than about the submission; `inconclusive` is none, and no reason to doubt the others.
// The explorer's answer is determined by its seed: once will do.
static enum verdict judge_repeatedly(struct job *job, const struct analysis *analysis, bool missing)
{
    const size_t before = json_array_size(job->cases);
    const long times = analysis->explored ? 1 : job->repeat;
    const enum verdict first = analysis->judge(job, analysis);
    enum verdict v = first;
    for (long i = 1; i < times && v == first && v != VERDICT_INCONCLUSIVE && !process_interrupted(); i++) {
        while (json_array_size(job->cases) > before)
            json_array_remove(job->cases, before);
        v = analysis->judge(job, analysis);
        if (v == VERDICT_INCONCLUSIVE)
            job_message(job, "%s gave %s %ld times, and then could not tell", analysis->name,
                        verdict_name(first), i);
        else if (v != first && !missing)
            job_message(job, "%s is not stable: judging 1 gave %s, judging %ld gave %s", analysis->name,
                        verdict_name(first), i + 1, verdict_name(v));
    }
    const bool stable = v == first || v == VERDICT_INCONCLUSIVE || missing;
    return stable ? v : VERDICT_JUDGE_ERROR;
}

static enum verdict ask(struct job *job, const struct analysis *analysis, bool missing)
{
    const double start = now();
    enum verdict v = VERDICT_PASS;
    for (const struct analysis *pass = analysis; pass && v == VERDICT_PASS; pass = pass->then) {
        v = build_submission(job, pass);
        if (v == VERDICT_PASS)
            v = judge_repeatedly(job, pass, missing);
    }
    record(job, analysis->name, v, now() - start, NULL);
    return v;
}

static bool wanted(const char *const *only, const char *name)
{
    for (; only && *only; only++)
        if (!strcmp(*only, name))
            return true;
    return !only;
}

bool check_judge(struct job *job, const char *const *only)
{
    job->verdict = build_prepare(job);
    if (job->verdict == VERDICT_PASS)
        job->verdict = build_read(job);
    if (job->verdict == VERDICT_PASS)
        job->verdict = build_inspect(job);
    bool missing = false, asked = false;
    for (names n = job->exercise->analyses; *n; n++) {
        const struct analysis *analysis = analysis_find(*n);
        if (!wanted(only, *n))
            continue;
        const char *why = analysis->missing ? analysis->missing() : NULL;
        if (why) {
            missing = true;
            record(job, *n, VERDICT_NOT_AVAILABLE, 0, why);
        } else if (job->verdict != VERDICT_PASS) {
            record(job, *n, VERDICT_NOT_REACHED, 0, NULL);
        } else {
            job->verdict = ask(job, analysis, missing);
            asked = true;
        }
    }
    if (job->verdict == VERDICT_PASS && job->box && strcmp(job->exercise->kind, "program") != 0)
        job->verdict = control_run(job);
    if (job->verdict == VERDICT_PASS && (missing || !asked)) {
        job_message(job, "not all that this exercise promises could be asked; ./workbook doctor says more");
        job->verdict = VERDICT_INCONCLUSIVE;
    }
    return missing;
}
