#include "common/process.h"
#include "judge/report/report.h"

#include <string.h>

// The first line of the compiler's --version.
static json_t *compiler_version(const struct job *job)
{
    const char *const argv[] = {job->compiler, "--version", NULL};
    struct process_result result;
    json_t *line = NULL;
    if (process_run(&(struct process_request){.argv = argv, .timeout_ms = 5000}, &result) == 0)
        line = json_stringn(text_string(&result.out), strcspn(text_string(&result.out), "\n"));
    process_result_deinit(&result);
    return line ? line : json_string(job->compiler);
}

json_t *report_json(const struct job *job, double seconds)
{
    json_t *report = json_object();
    json_object_set_new(report, "schema", json_integer(1));
    json_object_set_new(report, "exercise", json_string(job->exercise->id));
    json_t *source = json_string(job->nsources ? job_shown(job, job->source[0]) : "");
    json_object_set_new(report, "source", source ? source : json_string("(not UTF-8)"));
    json_object_set_new(report, "verdict", json_string(verdict_name(job->verdict)));
    json_object_set(report, "analyses", job->analyses);
    json_object_set(report, "cases", job->cases);
    json_object_set_new(report, "seed", json_integer((json_int_t)job->seed));
    json_object_set_new(report, "duration", json_real(seconds));
    json_object_set_new(report, "compiler", compiler_version(job));
    json_object_set(report, "messages", job->messages);
    if (job->box)
        json_object_set(report, "flags", job->flags);
    return report;
}
