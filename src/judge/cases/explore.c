#include "judge/cases/explore.h"
#include "common/arguments.h"
#include "common/process.h"
#include "judge/boxed.h"
#include "judge/build/build.h"

#include <stdlib.h>
#include <string.h>

enum { EXECUTIONS_DEFAULT = 2000, EXECUTIONS_LOOK = 100, EXPLORER_MS = 60000 };

static void set(json_t *record, const char *key, const json_t *value)
{
    if (json_is_string(value) && json_string_length(value) > 0)
        json_object_set(record, key, (json_t *)value);
}

// The explorer speaks of a case as of a program; the report speaks of it as of all cases.
static void read_answer(const struct job *job, const json_t *answer, json_t *record)
{
    const json_t *details = json_object_get(answer, "details");
    const char *why = json_string_value(json_object_get(details, "why"));
    set(record, "what", json_object_get(details, "text"));
    set(record, "expected", json_object_get(details, "expected"));
    set(record, "found", json_object_get(details, "found"));
    set(record, "output", json_object_get(answer, "output"));
    if (why)
        set(record, "why", json_object_get(details, "why"));
    else
        set(record, "why", json_object_get(answer, "summary"));
    const char *file = json_string_value(json_object_get(details, "file"));
    const json_t *line = json_object_get(details, "line");
    if (file && json_integer_value(line) > 0) {
        json_object_set_new(record, "file", json_string(job_shown(job, file)));
        json_object_set(record, "line", (json_t *)line);
    }
    json_t *witness = json_object();
    for (const char *const *key =
             (const char *const[]){"threads", "witness", "executions", "switches", "preemptions", "minimal",
                                   "reproduced", "summary", "story", NULL};
         *key; key++)
        if (json_object_get(answer, *key))
            json_object_set(witness, *key, json_object_get(answer, *key));
    if (json_array_size(json_object_get(answer, "witness")))
        json_object_set(record, "witness", witness);
    json_decref(witness);
}

static long long executions_of(const struct job *job, const json_t *definition)
{
    const json_int_t asked = json_integer_value(json_object_get(definition, "executions"));
    const long long most = asked ? asked : EXECUTIONS_DEFAULT;
    return job->first_look && most > EXECUTIONS_LOOK ? EXECUTIONS_LOOK : most;
}

static json_t *explore(struct job *job, const struct analysis *analysis, const json_t *definition)
{
    const char *name = json_string_value(json_object_get(definition, "name"));
    struct arguments a = {0};
    struct process_result result;
    arguments_addf(&a, "%s/bin/explore", job->catalogue->build);
    arguments_addf(&a, "%s/localised.%s.o", job->folder, analysis->name);
    build_add_given(&a, job, analysis);
    arguments_add(&a, "--check");
    arguments_addf(&a, "%s/%s/check.%s.o", job->exercise->prepared, job->compiler, analysis->name);
    arguments_add_all(&a, (const char *const[]){"--json", "--max-threads=128", "--entry", name, NULL});
    arguments_addf(&a, "--executions=%lld", executions_of(job, definition));
    arguments_addf(&a, "--seed=%llu", (unsigned long long)job->seed);
    arguments_addf(&a, "--runner=%s/runner",
                   job->folder); // linked for the first case, and there for the others
    if (job->box)
        boxed_explorer(job, &a);
    arguments_add(&a, "--time=quiescent"); // a promise about deadlines is one only if the machine keeps up

    json_t *answer = NULL;
    const struct process_request request = {
        .argv = arguments_list(&a), .folder = job->folder, .timeout_ms = EXPLORER_MS};
    const int error = process_run(&request, &result);
    if (!error && result.timed_out) // the program's own loop, or a slow machine: no fault of the judge
        answer = json_pack("{s:s, s:s}", "verdict", "unsupported", "summary",
                           "the explorer did not come to an end within a minute");
    else if (!error)
        answer = json_loadb(text_string(&result.out), result.out.length, 0, NULL);
    if (!answer)
        job_message(job, "explore %s: %s%s", name, error ? strerror(error) : "no answer; ",
                    error ? "" : text_string(&result.err));
    process_result_deinit(&result);
    arguments_deinit(&a);
    return answer;
}

// Its two back ends showed different things on one schedule. Whatever else it found, it cannot be trusted
// here; both traces stay in the report.
static bool disagrees_with_itself(const json_t *answer, json_t *record)
{
    const json_t *incident = json_object_get(answer, "incident");
    const json_t *warnings = json_object_get(answer, "warnings");
    if (!incident)
        return false;
    json_object_set(record, "incident", (json_t *)incident);
    set(record, "why", json_array_get(warnings, json_array_size(warnings) - 1));
    return true;
}

static enum verdict verdict_of(struct job *job, const json_t *answer, json_t *record)
{
    enum verdict v;
    if (disagrees_with_itself(answer, record))
        return VERDICT_JUDGE_ERROR;
    const char *word = json_string_value(json_object_get(answer, "verdict"));
    if (word && !strcmp(word, "unsupported")) {
        json_object_set(record, "why", json_object_get(answer, "summary"));
        return VERDICT_INCONCLUSIVE;
    }
    if (!verdict_find(word, &v))
        return VERDICT_JUDGE_ERROR;
    const char *kind = json_string_value(json_object_get(json_object_get(answer, "details"), "kind"));
    if (kind && !strcmp(kind, "todo"))
        v = VERDICT_TODO;
    if (v != VERDICT_PASS)
        read_answer(job, answer, record);
    else
        json_object_set(record, "complete", json_object_get(answer, "complete"));
    return v;
}

enum verdict case_explore(struct job *job, const struct analysis *analysis, const json_t *definition,
                          json_t **record)
{
    json_t *answer = explore(job, analysis, definition);
    *record =
        json_pack("{s:s, s:O, s:O}", "analysis", analysis->name, "name", json_object_get(definition, "name"),
                  "promise", json_object_get(definition, "promise"));
    const enum verdict v = answer ? verdict_of(job, answer, *record) : VERDICT_JUDGE_ERROR;
    const json_t *seconds = json_object_get(answer, "seconds");
    json_object_set_new(*record, "verdict", json_string(verdict_name(v)));
    json_object_set_new(*record, "seconds", json_real(json_number_value(seconds)));
    json_object_set(*record, "executions", json_object_get(answer, "executions"));
    json_decref(answer);
    return v;
}
