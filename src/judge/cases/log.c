#include "judge/cases/log.h"
#include "common/files.h"
#include "judge/evidence/job_owners.h"
#include "judge/evidence/sanitizer.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

enum { LOG_BYTES = 1 << 20 };

void case_log_text(const char *logs, struct text *out)
{
    char *pattern = text_format("%s.*", logs);
    glob_t found = {0};
    if (glob(pattern, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            files_read(found.gl_pathv[i], LOG_BYTES, out);
    globfree(&found);
    free(pattern);
}

bool case_log_exists(const char *logs)
{
    struct text log = {0};
    case_log_text(logs, &log);
    const char *said = text_string(&log);
    const bool found = strstr(said, "ERROR: ") || strstr(said, "runtime error: ");
    text_deinit(&log);
    return found;
}

// Without the path of the checkout, wherever a text names a file of it.
static void set(const struct job *job, json_t *record, const char *key, const char *value)
{
    struct text t = {0};
    const size_t root = strlen(job->catalogue->root);
    for (const char *at; (at = strstr(value, job->catalogue->root)) && at[root] == '/'; value = at + root + 1)
        text_add_bytes(&t, value, (size_t)(at - value));
    text_add(&t, value);
    json_t *s = json_string(text_string(&t));
    json_object_set_new(record, key, s ? s : json_string("(not UTF-8)"));
    text_deinit(&t);
}

// The place to look at: the innermost call of the submission, else of the check.
static void set_place(const struct job *job, json_t *record, const struct frames *frames)
{
    const struct frame *f = frames_learner(frames);
    if (!f || !f->file || f->line < 1)
        return;
    set(job, record, "file", f->file);
    json_object_set_new(record, "line", json_integer(f->line));
}

enum verdict case_log_read(const struct job *job, const char *logs, const struct text *output, json_t *record)
{
    struct text log = {0};
    struct job_owners owners;
    struct sanitizer_report report;
    case_log_text(logs, &log);
    job_owners_init(&owners, job);
    if (sanitizer_parse(text_string(&log), log.length, &owners.frames, &report) &&
        sanitizer_parse(text_string(output), output->length, &owners.frames, &report)) {
        set(job, record, "why", "a sanitizer ended it, and its report is not to be found");
        text_deinit(&log);
        job_owners_deinit(&owners);
        return VERDICT_CRASH;
    }
    struct text said = {0};
    sanitizer_describe(&report, &said);
    set(job, record, "what", report.kind);
    set(job, record, "why", text_string(&said));
    set_place(job, record, &report.at);
    const bool leak = report.is_leak;
    text_deinit(&said);
    text_deinit(&log);
    sanitizer_report_deinit(&report);
    job_owners_deinit(&owners);
    return leak ? VERDICT_LEAK : VERDICT_CRASH;
}
