/** @file check.h
 *  @brief One judging from start to end: prepare, read, then the analyses in their order. */
#pragma once

#include "judge/job.h"

/** @brief Judges. Fills job->verdict and the report.
 *  @param only  names of the analyses to ask, ends with NULL; NULL: all that the exercise names
 *  @return whether an analysis that was asked is not available */
bool check_judge(struct job *job, const char *const *only);
