/** @file apart.h
 *  @brief One execution in a process of its own, forked from the runner, which never runs learner code
 * itself.
 *
 *  The black box is shared anyway. What a search remembers from one execution to the next (its sources are
 * the library explore_search) lies in pages that are shared, too: so a search goes on where the last process
 * left it. All else ends with the process. */
#pragma once

#include "explore/backends/backend.h"
#include "explore/strategies/strategy.h"

/** @brief Shares what a search remembers with the processes to come. Once in a process.
 *  @return 0 or an errno value */
int apart_open(void);

/** @brief Stays on the processor that it is on, with the processes to come: to hand over to a thread on
 * another one takes ten times as long. */
void apart_stay(void);

/** @brief Runs one execution, as sched_execute(). A process that dies is a crash of the program.
 *  @return false: the strategy has nothing left to try */
bool apart_execute(const struct backend *backend, const struct strategy *strategy, uint64_t number);
