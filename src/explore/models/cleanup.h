/** @file cleanup.h
 *  @brief Cleanup handlers: what pthread_cleanup_push() has registered runs when a thread calls
 * pthread_exit(). */
#pragma once

/** @brief Before each execution: no thread has a handler. */
void cleanup_reset(void);

/** @brief The current thread exits with a result: runs its handlers, the last first, then ends it. */
_Noreturn void cleanup_exit(void *result);
