/** @file build.h
 *  @brief From sources to the program that runs the cases. */
#pragma once

#include "common/arguments.h"
#include "judge/analyses/analysis.h"

/** @brief Reads, scans and keeps the submission's sources in job->content.
 *  @return VERDICT_PASS; VERDICT_BUILD_ERROR with messages; VERDICT_JUDGE_ERROR */
enum verdict build_read(struct job *job);

/** @brief Compiles the submission plainly, with all warnings, and inspects its object.
 *  @return VERDICT_PASS; VERDICT_BUILD_ERROR; VERDICT_JUDGE_ERROR; each with messages */
enum verdict build_inspect(struct job *job);

/** @brief Compiles the submission for an analysis, localises it, and links it with the prepared check to the
 *  program that build_check_program() names.
 *  @return as build_inspect() */
enum verdict build_submission(struct job *job, const struct analysis *analysis);

/** @brief Compiles the check and the given files for each available analysis of the exercise, and writes the
 *  list of cases. Does nothing where all is newer than its sources.
 *  @return VERDICT_PASS or VERDICT_JUDGE_ERROR with messages */
enum verdict build_prepare(struct job *job);

/** @brief The program that runs the cases. @return owned by the caller: free() */
char *build_check_program(const struct job *job, const struct analysis *analysis);

/** @brief The learner's program, kind `program` only. @return owned by the caller: free() */
char *build_learner_program(const struct job *job, const struct analysis *analysis);

/** @brief Adds the prepared objects of the exercise's given files to a command. */
void build_add_given(struct arguments *a, const struct job *job, const struct analysis *analysis);

/** @brief A path in the folder of prepared objects. @return owned by the caller: free() */
char *build_prepared(const struct job *job, const char *name);
