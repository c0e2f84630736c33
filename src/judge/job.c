#include "judge/job.h"
#include "common/files.h"
#include "common/process.h"
#include "judge/boxed.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

int job_open(struct job *job)
{
    const char *base = getenv("TMPDIR");
    job->folder = text_format("%s/workbook-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(job->folder)) {
        const int error = errno;
        free(job->folder);
        job->folder = NULL;
        return error;
    }
    if (job->box) {
        chmod(job->folder, 0711); // the box's user finds its program, and cannot list the folder
        char *boxes = job_path(job, BOXED_FOLDERS);
        if (mkdir(boxes, 0700) == 0)
            chmod(boxes, 01777);
        free(boxes);
        prctl(PR_SET_PDEATHSIG, SIGKILL); // a grader that was killed leaves no judge behind
    }
    setenv("TMPDIR", job->folder, 1); // what a compiler or the explorer leaves when killed goes with the folder
    job->analyses = json_array();
    job->cases = json_array();
    job->messages = json_array();
    job->flags = json_array();
    process_catch_interrupts();
    return 0;
}

void job_close(struct job *job)
{
    if (job->folder)
        files_remove(job->folder);
    free(job->folder);
    for (size_t i = 0; i < job->nsources; i++)
        text_deinit(&job->content[i]);
    json_decref(job->analyses);
    json_decref(job->cases);
    json_decref(job->messages);
    json_decref(job->flags);
}

void job_message(struct job *job, const char *format, ...)
{
    struct text t = {0};
    va_list args;
    va_start(args, format);
    text_addv(&t, format, args);
    va_end(args);
    json_t *line = json_string(text_string(&t));
    json_array_append_new(job->messages, line ? line : json_string("(a message that is not UTF-8)"));
    text_deinit(&t);
}

void job_flag(struct job *job, const char *flag)
{
    size_t i;
    const json_t *there;
    json_array_foreach(job->flags, i, there)
    {
        if (!strcmp(json_string_value(there), flag))
            return;
    }
    json_array_append_new(job->flags, json_string(flag));
}

char *job_path(const struct job *job, const char *name)
{
    return text_format("%s/%s", job->folder, name);
}

const char *job_shown(const struct job *job, const char *path)
{
    const size_t n = strlen(job->catalogue->root);
    return !strncmp(path, job->catalogue->root, n) && path[n] == '/' ? path + n + 1 : path;
}

bool job_has_topic(const struct job *job, const char *topic)
{
    return names_has(job->exercise->topics, topic);
}

bool job_is_openmp(const struct job *job)
{
    return job_has_topic(job, "openmp");
}
