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

enum verdict cases_judge(struct job *job, const struct analysis *analysis)
{
    json_t *cases = cases_load(job);
    if (!cases)
        return VERDICT_JUDGE_ERROR;
    enum verdict v = VERDICT_PASS;
    size_t i;
    const json_t *definition;
    json_array_foreach(cases, i, definition)
    {
        if (v != VERDICT_PASS)
            break;
        if (!asks(analysis, definition))
            continue;
        if (job->progress)
            fprintf(stderr, "\r\033[K%s %s: %s", job->exercise->id, analysis->name,
                    json_string_value(json_object_get(definition, "promise")));
        json_t *record;
        v = ask(job, analysis, definition, &record);
        json_array_append_new(job->cases, record);
    }
    if (job->progress)
        fprintf(stderr, "\r\033[K");
    json_decref(cases);
    return v;
}
