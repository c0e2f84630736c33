#include "judge/cases/control.h"
#include "judge/analyses/analysis.h"
#include "judge/cases/cases.h"
#include "judge/cases/run.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

// The submission must not be able to tell which case and which expectation it will be.
static unsigned draw(unsigned below)
{
    unsigned number = 0;
    while (getrandom(&number, sizeof number, 0) != sizeof number)
        ;
    return number % below;
}

static unsigned expectations(const json_t *record)
{
    const json_int_t n = json_integer_value(json_object_get(record, "expectations"));
    return n > 0 && n < INT_MAX ? (unsigned)n : 0;
}

static bool ran_as_it_is(const json_t *record)
{
    const char *analysis = json_string_value(json_object_get(record, "analysis"));
    return analysis && !strcmp(analysis, analysis_shown(&analysis_run));
}

static const json_t *draw_case(const json_t *cases)
{
    const json_t *chosen = NULL, *record;
    unsigned seen = 0;
    size_t i;
    json_array_foreach(cases, i, record)
    {
        if (ran_as_it_is(record) && draw(++seen) == 0) // each with the same chance
            chosen = record;
    }
    return chosen;
}

static json_t *definition_of(const struct job *job, const json_t *record)
{
    json_t *all = cases_load(job), *found = NULL;
    const char *name = json_string_value(json_object_get(record, "name"));
    size_t i;
    json_t *one;
    json_array_foreach(all, i, one)
    {
        if (!strcmp(json_string_value(json_object_get(one, "name")), name))
            found = json_incref(one);
    }
    json_decref(all);
    return found;
}

static bool failed_as_told(enum verdict v, const json_t *record, unsigned number)
{
    const char *control = json_string_value(json_object_get(record, "control"));
    return v == VERDICT_WRONG && control && strtoul(control, NULL, 10) == number;
}

static enum verdict tampered(struct job *job, json_t *record)
{
    static const char why[] =
        "it passed although its check was told to fail: it stands between the check and the judge";
    job_flag(job, "tamper: it passed a control run");
    json_object_set_new(record, "verdict", json_string(verdict_name(VERDICT_CRASH)));
    json_object_set_new(record, "why", json_string(why));
    return VERDICT_CRASH;
}

// @p number: of the expectation that is to break; beyond all: the end of the case.
static enum verdict tell(struct job *job, const json_t *chosen, unsigned number)
{
    json_t *definition = definition_of(job, chosen), *record;
    if (!definition)
        return VERDICT_JUDGE_ERROR;
    job->team = (int)json_integer_value(json_object_get(chosen, "team"));
    job->control = number;
    enum verdict v = case_run(job, &analysis_run, definition, &record);
    job->control = 0;
    if (v == VERDICT_PASS)
        v = tampered(job, record);
    if (failed_as_told(v, record, number))
        v = VERDICT_PASS;
    else
        json_array_append(job->cases, record);
    json_decref(record);
    json_decref(definition);
    return v;
}

enum verdict control_run(struct job *job)
{
    const json_t *ending = draw_case(job->cases), *breaking = draw_case(job->cases);
    if (!ending)
        return VERDICT_PASS;
    const enum verdict v = tell(job, ending, UINT_MAX);
    return v == VERDICT_PASS && expectations(breaking) ? tell(job, breaking, 1 + draw(expectations(breaking)))
                                                       : v;
}
