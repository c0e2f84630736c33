#include "judge/evidence/job_owners.h"

#include <stdlib.h>
#include <string.h>

void job_owners_init(struct job_owners *out, const struct job *job)
{
    *out = (struct job_owners){0};
    for (size_t i = 0; i < job->nsources; i++) {
        out->path[i] = realpath(job->source[i], NULL);
        out->learner[i] = out->path[i] ? out->path[i] : job->source[i];
    }
    out->check_path = text_format("%s/check.c", job->exercise->tests);
    out->check[0] = out->check_path;
    out->frames = (struct frame_owners){.learner = out->learner, .check = out->check};
}

void job_owners_deinit(struct job_owners *owners)
{
    for (size_t i = 0; i < JOB_SOURCES_MAX; i++)
        free(owners->path[i]);
    free(owners->check_path);
    *owners = (struct job_owners){0};
}
