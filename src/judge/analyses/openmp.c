// openmp, in two passes, since a process can hold one OMPT tool only. Facts: a tool of ours counts what the
// run-time does for the submission. Race: ThreadSanitizer, told by Archer what OpenMP orders. Both with clang
// and libomp: gcc's run-time is not instrumented, and each of its barriers would look like a race. Facts come
// first. They ask what a race cannot disturb, so a loop that is not divided is not called a race.
#include "common/files.h"
#include "judge/analyses/analysis.h"
#include "judge/build/build.h"
#include "judge/cases/log.h"
#include "judge/cases/run.h"
#include "judge/cases/cases.h"
#include "judge/evidence/job_owners.h"
#include "judge/analyses/openmp_tools.h"
#include "judge/analyses/race_advice.h"
#include "judge/analyses/race_log.h"
#include "judge/evidence/symbols.h"

#include <stdlib.h>
#include <string.h>
#include <workbook/judge.h>

// 1, 2, 3, 4, 7: nobody to race with, the smallest race, what divides evenly and what does not.
static const int teams[] = {1, 2, 3, 4, 7, 0}, racing_teams[] = {2, 3, 4, 7, 0};

// Races are looked for without optimisation: a compiler may take a racing variable away altogether, and the
// race is still there in the source. A variable that is not set holds a pattern, so that a private copy is
// never 0 by chance.
#define FLAGS "-g", "-ftrivial-auto-var-init=pattern", "-ffp-contract=off"

static void facts_environment(const struct job *job, const char *logs, struct text *out)
{
    (void)job, (void)logs, (void)out;
}

const struct analysis analysis_openmp = {
    .name = "openmp",
    .flag = JUDGE_FACTS,
    .only_named = true,
    .then = &analysis_openmp_race,
    .missing = openmp_missing,
    .compiler = "clang",
    .source = "openmp_facts.c",
    .teams = teams,
    .compile = (const char *const[]){"-O1", FLAGS, NULL},
    .link = (const char *const[]){NULL},
    .environment = facts_environment,
    .run_case = case_run,
    .judge = cases_judge,
};

// -------------------------------------------------------------------------------------------- the race pass

static enum verdict judge_races(struct job *job, const struct analysis *analysis)
{
    const char *why = openmp_prove_tools(job, analysis);
    if (!why)
        return cases_judge(job, analysis);
    job_message(job, "%s", why);
    return VERDICT_INCONCLUSIVE;
}

struct lookup {
    struct symbols *symbols;
    const struct frame_owners *owners;
};

static void find_frames(void *context, uint64_t offset, struct frames *out)
{
    const struct lookup *l = context;
    const size_t before = out->count;
    if (l->symbols && !symbols_find(l->symbols, offset, l->owners, out) && out->count > before)
        out->items[before].column = symbols_column(l->symbols, offset);
}

static const char *source_of(const struct job *job, const struct frame *f)
{
    for (size_t i = 0; i < job->nsources; i++) {
        char *path = realpath(job->source[i], NULL);
        const bool same = path && f->file && !strcmp(path, f->file);
        free(path);
        if (same)
            return text_string(&job->content[i]);
    }
    return NULL;
}

static void tell(const struct job *job, const struct race *race, json_t *record)
{
    struct text why = {0};
    const struct frame *at = race_place(race);
    char *variable = NULL, *advice = race_advice(race, source_of(job, at), &variable);
    race_describe(race, variable, &why);
    json_object_set_new(record, "why", json_string(text_string(&why)));
    json_object_set_new(record, "details", json_string(advice));
    json_object_set_new(record, "what",
                        json_string(variable ? variable : "memory that several threads use at once"));
    if (at->file && at->line > 0) {
        json_object_set_new(record, "file", json_string(at->file));
        json_object_set_new(record, "line", json_integer(at->line));
    }
    for (const char *const *key = (const char *const[]){"found", "expected", "stacks", NULL}; *key; key++)
        json_object_del(record, *key);
    text_deinit(&why);
    free(variable);
    free(advice);
}

static bool overrule(const struct job *job, const char *logs, json_t *record)
{
    struct text log = {0};
    struct job_owners owners;
    struct race race;
    char *program = build_check_program(job, &analysis_openmp_race);
    case_log_text(logs, &log);
    job_owners_init(&owners, job);
    struct lookup lookup = {.owners = &owners.frames};
    if (log.length)
        symbols_open(program, &lookup.symbols);
    const bool found =
        race_log_parse(text_string(&log), strrchr(program, '/') + 1, find_frames, &lookup, &race) == 0;
    if (found) {
        tell(job, &race, record);
        race_deinit(&race);
    }
    symbols_close(lookup.symbols);
    job_owners_deinit(&owners);
    text_deinit(&log);
    free(program);
    return found;
}

const struct analysis analysis_openmp_race = {
    .name = "openmp-race",
    .flag = JUDGE_OPENMP,
    .pass_of = "openmp",
    .missing = openmp_missing,
    .compiler = "clang",
    .source = "openmp_known.c",
    .teams = racing_teams,
    .compile = (const char *const[]){"-O0", FLAGS, "-fsanitize=thread", NULL},
    .link = (const char *const[]){"-fsanitize=thread", NULL},
    .environment = openmp_race_environment,
    .run_case = case_run,
    .judge = judge_races,
    .overrule = overrule,
};
