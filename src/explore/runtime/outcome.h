/** @file outcome.h
 *  @brief Whether two executions ended in the same way; and the end of one that destroyed its process. */
#pragma once

#include "explore/runtime/blackbox.h"

/** @brief Whether two failures are the same one, as a reader sees it: the same places in the code, whichever
 *         threads came there.
 *  @threads any: pure */
bool outcome_same(const struct outcome *a, const struct outcome *b);

/** @brief Fills box->outcome for a process that ended in the midst of an execution: a crash, at the last step
 * that it recorded. A status below 128 is not of the learner's doing: then `unsupported`.
 *  @param status  as waitpid() gives it */
void outcome_lost(struct blackbox *box, int status);
