/** @file cases.h
 *  @brief Runs the cases of a check, each in a process of its own. */
#pragma once

#include "judge/analyses/analysis.h"

/** @brief Runs each case that @p analysis asks, in order, until one does not pass; adds their records to
 *  job->cases. What is explored is first looked at with a few executions of each case.
 *  @return the verdict of the last one, VERDICT_PASS if all passed */
enum verdict cases_judge(struct job *job, const struct analysis *analysis);

/** @brief The cases of an exercise as `judge prepare` wrote them: an array of {"name", "promise", …}.
 *  @return a new reference; NULL and a message if the file is not there or broken */
json_t *cases_load(const struct job *job);
