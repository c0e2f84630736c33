/** @file process.h
 *  @brief The program as a whole: main, exit, abort; and the end of a thread. */
#pragma once

#include "explore/runtime/execution.h"

/** @brief Runs the entry, then exits with its status. Body of thread 0. */
_Noreturn void process_main(void);

/** @brief Ends the program, as the end of its last thread does. */
_Noreturn void process_end(void);

/** @brief Whether a thread besides the current one has not ended. */
bool process_has_others(void);

/** @brief Before each execution: nothing is registered with atexit(). */
void process_reset(void);

/** @brief Runs what atexit() registered, the last first. */
void process_run_handlers(void);

/** @brief Ends the current thread with a result: what returning from its function does. */
_Noreturn void thread_finish(void *result);
