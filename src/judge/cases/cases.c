#include "judge/cases/cases.h"
#include "judge/build/build.h"

#include <stdio.h>
#include <stdlib.h>

enum { BUSY_TRIES = 3 };

json_t *cases_load(const struct job *job)
{
    char *path = build_prepared(job, "cases.json");
    json_error_t where;
    json_t *cases = json_load_file(path, 0, &where);
    if (!cases)
        fprintf(stderr, "%s:%d: %s\n", path, where.line, where.text);
    free(path);
    return cases;
}

static bool asks(const struct analysis *analysis, const json_t *definition)
{
    const unsigned chosen = (unsigned)json_integer_value(json_object_get(definition, "analyses"));
    return (chosen == 0 && !analysis->only_named) || (chosen & analysis->flag);
}

// One case, with each size of team: the first that does not pass is the record, else the last.
static enum verdict ask(struct job *job, const struct analysis *analysis, const json_t *definition,
                        json_t **record)
{
    static const int once[] = {JOB_TEAM, 0};
    const int only = (int)json_integer_value(json_object_get(definition, "team")), chosen[] = {only, 0};
    const int *team = analysis->teams ? analysis->teams : once;
    enum verdict v = VERDICT_PASS;
    *record = NULL;
    for (team = only ? chosen : team; *team && v == VERDICT_PASS; team++) {
        json_decref(*record);
        job->team = *team;
        v = analysis->run_case(job, analysis, definition, record);
        for (int i = 1; i < BUSY_TRIES && analysis == &analysis_balance && v == VERDICT_INCONCLUSIVE; i++) {
            json_decref(*record); // the machine was too busy to tell; it may be less so by now
            v = analysis->run_case(job, analysis, definition, record);
        }
    }
    return v;
}

static void show_progress(const struct job *job, const struct analysis *analysis, const json_t *definition)
{
    if (job->progress)
        fprintf(stderr, "\r\033[K%s %s: %s", job->exercise->id, analysis->name,
                json_string_value(json_object_get(definition, "promise")));
}

static bool is_refusal(enum verdict v)
{
    return v != VERDICT_PASS && v != VERDICT_INCONCLUSIVE && v != VERDICT_JUDGE_ERROR;
}

// Most of what is wrong shows in the first few executions of some case; so a wrong answer need not wait for
// the whole budgets of the cases before that one. Adds to `known` the records of cases that need no second
// look.
static enum verdict look_first(struct job *job, const struct analysis *analysis, const json_t *cases,
                               json_t *known)
{
    json_t *seen = json_array(), *record;
    const json_t *definition;
    enum verdict v = VERDICT_PASS;
    size_t i;
    job->first_look = true;
    json_array_foreach(cases, i, definition)
    {
        if (!asks(analysis, definition))
            continue;
        show_progress(job, analysis, definition);
        v = ask(job, analysis, definition, &record);
        json_array_append(seen, record);
        if (v == VERDICT_PASS && json_is_true(json_object_get(record, "complete")))
            json_object_set(known, json_string_value(json_object_get(definition, "name")), record);
        json_decref(record);
        if (is_refusal(v)) {
            json_array_extend(job->cases, seen);
            break;
        }
    }
    job->first_look = false;
    json_decref(seen);
    return is_refusal(v) ? v : VERDICT_PASS;
}

static enum verdict look_at_all(struct job *job, const struct analysis *analysis, const json_t *cases,
                                json_t *known)
{
    enum verdict v = VERDICT_PASS;
    size_t i;
    const json_t *definition;
    json_array_foreach(cases, i, definition)
    {
        if (v != VERDICT_PASS)
            break;
        if (!asks(analysis, definition))
            continue;
        json_t *record =
            json_incref(json_object_get(known, json_string_value(json_object_get(definition, "name"))));
        if (!record) {
            show_progress(job, analysis, definition);
            v = ask(job, analysis, definition, &record);
        }
        json_array_append_new(job->cases, record);
    }
    return v;
}

enum verdict cases_judge(struct job *job, const struct analysis *analysis)
{
    json_t *cases = cases_load(job), *known = json_object();
    enum verdict v = cases ? VERDICT_PASS : VERDICT_JUDGE_ERROR;
    if (v == VERDICT_PASS && analysis->explored)
        v = look_first(job, analysis, cases, known);
    if (v == VERDICT_PASS)
        v = look_at_all(job, analysis, cases, known);
    if (job->progress)
        fprintf(stderr, "\r\033[K");
    json_decref(cases);
    json_decref(known);
    return v;
}
