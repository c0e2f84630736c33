/** @file mutex.h
 *  @brief What other models (condition variables, C11 mutexes) need of mutexes. */
#pragma once

#include "explore/runtime/execution.h"
#include "explore/runtime/sync.h"

/** @brief The object of a mutex; on first use its kind is read from the learner's bytes. */
struct sync *mutex_at(const void *mutex);

/** @brief Ends the execution if the mutex was destroyed. */
void mutex_check_alive(const struct sync *mutex, uint32_t pc);

/** @brief Whether the mutex in the thread's announced step can be taken: free, or recursive and its own. */
bool mutex_is_free(const struct thread *waiting);

/** @brief The current thread has it now, or once more if it is recursive. */
void mutex_take(struct sync *mutex, uint32_t pc);

/** @brief The current thread, its owner, gives it back, once if it is recursive. */
void mutex_give(struct sync *mutex);
