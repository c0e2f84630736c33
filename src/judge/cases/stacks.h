/** @file cases/stacks.h
 *  @brief The stacks of a case that hangs or crashed, put into its record. */
#pragma once

#include "judge/cases/process.h"
#include "judge/job.h"

/** @brief Adds the stack of thread @p crashed of process @p pid to @p record, and its place in the
 * submission. Where the kernel does not permit it, "details" says so instead. */
void case_stacks(struct job *job, pid_t pid, pid_t crashed, json_t *record);

/** @brief Adds the stacks of all threads of all processes of the case; without its leader if @p program (that
 *  one only waits). */
void case_stacks_all(struct job *job, const struct case_process *p, bool program, json_t *record);
