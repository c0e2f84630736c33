/** @file cases/explore.h
 *  @brief One case in the explorer. */
#pragma once

#include "judge/analyses/analysis.h"

/** @brief Explores a case and puts what the explorer found into its record, the failing interleaving as its
 *  "witness".
 *  @return its verdict; VERDICT_INCONCLUSIVE: the explorer cannot model something that the submission does */
enum verdict case_explore(struct job *job, const struct analysis *analysis, const json_t *definition,
                          json_t **record);
