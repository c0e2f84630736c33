/** @file openmp_tools.h
 *  @brief What the analyses of OpenMP need around a case: its environment, and the proof that the tools work.
 */
#pragma once

#include "judge/analyses/analysis.h"

/** @brief Why the analysis cannot be asked on this machine, as a sentence that names the packages; NULL: all
 *  is there. */
const char *openmp_missing(void);

/** @brief Adds the variables, NAME=VALUE in lines, with which a team has this size and its idle threads
 * sleep: one that spins would look as if it worked. */
void openmp_environment(int team, struct text *out);

/** @brief Adds those that load ThreadSanitizer and Archer. @param logs  a path without its suffix */
void openmp_race_environment(const struct job *job, const char *logs, struct text *out);

/** @brief Whether the built check, run as a known race, is reported, and run as a known clean program is not.
 *  Without Archer each barrier would look like a race; without ThreadSanitizer nothing would.
 *  @return NULL: both; else what is wrong, as a sentence */
const char *openmp_prove_tools(struct job *job, const struct analysis *analysis);
