/** @file distinct.h
 *  @brief How many different traces the executions of a run had. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/** @brief Forgets what was seen; the counter stays. */
void distinct_forget(void);

/** @brief Counts the trace at hand (clocks/trace.h) in blackbox->distinct, unless it was seen before.
 *  @threads the runner */
void distinct_count(void);

/** @brief Puts the execution in the black box in order and counts its trace; that takes time, so only for the
 * first 16,384 executions, and if it is not long. */
void distinct_count_execution(void);
