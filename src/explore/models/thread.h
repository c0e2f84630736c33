/** @file thread.h
 *  @brief A thread's life, as pthreads and C11 threads share it. A handle is what pthread_self() gives. */
#pragma once

#include "explore/runtime/execution.h"

/** @brief The handle of a thread. */
unsigned long thread_handle(const struct thread *thread);

/** @brief Creates a thread. A step.
 *  @return 0; more threads than --max-threads end the execution */
int thread_create(unsigned long *out, bool detached, void *(*start)(void *), void *argument, uint32_t pc);

/** @brief Waits for the end of a thread. A step. Joining what cannot be joined ends the execution.
 *  @param result  may be NULL */
int thread_join(unsigned long handle, void **result, uint32_t pc);

/** @brief Lets a thread end unjoined. A step. */
int thread_detach(unsigned long handle, uint32_t pc);
