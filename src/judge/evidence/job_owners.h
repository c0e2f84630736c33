/** @file job_owners.h
 *  @brief Which source files of a judging are the learner's and which the check's, for stacks and reports. */
#pragma once

#include "judge/evidence/frames.h"
#include "judge/job.h"

/** Lists that belong to one job. Release with job_owners_deinit(). */
struct job_owners {
    struct frame_owners frames;  /**< points into the lists below */
    char *path[JOB_SOURCES_MAX]; /**< the real paths of the sources */
    const char *learner[JOB_SOURCES_MAX + 1];
    char *check_path;
    const char *check[2];
};

/** @brief Fills it. The struct must stay where it is while it is used. */
void job_owners_init(struct job_owners *out, const struct job *job);

void job_owners_deinit(struct job_owners *owners);
