/** @file faults.h
 *  @brief Calls of the submission that a check lets fail (judge_fail()), in the explorer. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/** @brief Before each execution: nothing fails, nothing was called. */
void faults_reset(void);

/** @brief Counts a call of a model.
 *  @param function  its name as in judge/runtime/redirect.def
 *  @return the error that this call shall fail with; 0: it goes through */
int faults_next(const char *function);

/** @brief The same for a call that gives -1 and sets errno: sets it.
 *  @param pc  who calls: only calls of the submission count
 *  @return whether the call shall fail */
bool faults_strike(const char *function, uint32_t pc);
