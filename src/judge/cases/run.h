/** @file cases/run.h
 *  @brief Runs one case to its verdict: listens, keeps time, looks for standstill, reads stacks. */
#pragma once

#include "judge/analyses/analysis.h"

/** @brief Runs a case.
 *  @param definition  its record from cases.json
 *  @param[out] record  a new object: the case's entry of the report
 *  @return its verdict */
enum verdict case_run(struct job *job, const struct analysis *analysis, const json_t *definition,
                      json_t **record);
