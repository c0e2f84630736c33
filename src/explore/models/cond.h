/** @file cond.h
 *  @brief Condition variables as pthreads and C11 threads share them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/** @brief A fresh condition variable; a misuse if somebody waits on the one that is there. */
void cond_init(void *address, clockid_t clock, uint32_t pc);

/** @brief Its end; a misuse while somebody waits. */
void cond_destroy(void *address, uint32_t pc);

/** @brief Gives the mutex back, waits, and takes it again.
 *  @param deadline_ns  in virtual time; 0: none
 *  @return 0: signalled, or for no reason; ETIMEDOUT; EPERM: a mutex that tells so is not held */
int cond_wait(void *address, void *mutex, uint64_t deadline_ns, uint32_t pc);

/** @brief Wakes one waiter, any of them, or all; none is a warning. */
void cond_wake(void *address, bool all, uint32_t pc);
