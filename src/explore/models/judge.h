/** @file judge.h
 *  @brief What a check calls (include/workbook/judge.h), in the explorer: exact, where real threads must
 * look. */
#pragma once

#include "explore/runtime/execution.h"

/** @brief Before each execution: the random source, the log and the counts are new. */
void judge_reset(void);

/** @brief When no thread can move: if one waits in a meeting, the submission is not as concurrent as it
 *  promises. Ends the execution as `wrong` then; otherwise returns. */
void judge_explain_stuck(void);
