/** @file guard.h
 *  @brief Signals that learner code provokes, and loops that never call a hook: both end the execution. */
#pragma once

enum { GUARD_STACK_BYTES = 64 << 10 };

/** @brief Installs the handlers. Once in a process; processes that it forks have them, too.
 *  @return 0 or an errno value */
int guard_open(void);

/** @brief Begins to look whether learner code still calls hooks. Once in each process that runs some.
 *  @return 0 or an errno value */
int guard_watch(void);

/** @brief Lets the calling kernel thread handle signals on a stack of GUARD_STACK_BYTES of its own: that of
 * the learner may have overflowed. */
void guard_stack(void *stack);
