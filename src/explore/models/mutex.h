/** @file mutex.h
 *  @brief Mutexes as pthreads and C11 threads share them, and what condition variables need of them. */
#pragma once

#include "explore/runtime/execution.h"
#include "explore/runtime/sync.h"

/** @brief The object of a mutex; on first use its kind is read from the learner's bytes. */
struct sync *mutex_at(const void *mutex);

/** @brief A fresh mutex of a type: PTHREAD_MUTEX_NORMAL … */
struct sync *mutex_init(const void *mutex, int type, uint32_t pc);

/** @brief Whether the mutex in the thread's announced step can be taken: free, recursive and its own, or left
 * by a thread that has ended if it is robust. */
bool mutex_is_free(const struct thread *waiting);

/** @brief The current thread has it now, or once more if it is recursive.
 *  @return 0; of a robust mutex EOWNERDEAD, or ENOTRECOVERABLE: it has it not */
int mutex_take(struct sync *mutex, uint32_t pc);

/** @brief The current thread, its owner, gives it back, once if it is recursive. */
void mutex_give(struct sync *mutex);

/** @brief What pthread_mutex_lock() does.
 *  @param deadline_ns  in virtual time; 0: none */
int mutex_lock(void *mutex, uint64_t deadline_ns, uint32_t pc);

/** @brief What pthread_mutex_trylock() does.
 *  @param whims  it may fail although the mutex is free, as mtx_trylock() */
int mutex_trylock(void *mutex, bool whims, uint32_t pc);

/** @brief What pthread_mutex_unlock() does. */
int mutex_unlock(void *mutex, uint32_t pc);
