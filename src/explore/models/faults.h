/** @file faults.h
 *  @brief Calls of the submission that a check lets fail (judge_fail()), in the explorer. */
#pragma once

/** @brief Before each execution: nothing fails, nothing was called. */
void faults_reset(void);

/** @brief Counts a call of a model.
 *  @param function  its name as in judge/runtime/redirect.def
 *  @return the error that this call shall fail with; 0: it goes through */
int faults_next(const char *function);
