/** @file outcome.h
 *  @brief Whether two executions ended in the same way. */
#pragma once

#include "explore/runtime/blackbox.h"

/** @brief Whether two failures are the same one, as a reader sees it: the same places in the code, whichever
 *         threads came there.
 *  @threads any: pure */
bool outcome_same(const struct outcome *a, const struct outcome *b);
