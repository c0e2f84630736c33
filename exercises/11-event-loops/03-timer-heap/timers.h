/** @file timers.h
 *  @brief A row of egg timers: what is due next, in a heap. Times are milliseconds of any clock, which the
 * caller reads. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct timers; // yours, in timers.c

/** @brief Makes a row without timers.
 *  @return owned by the caller: timers_close(); NULL with errno ENOMEM
 *  @threads one at a time, as all of these */
struct timers *timers_open(void);

/** @brief Adds a timer.
 *  @param due_ms  when @p fn shall be called; may have passed
 *  @return its number, above 0 and never given again; 0: no memory */
uint64_t timers_add(struct timers *t, int64_t due_ms, void (*fn)(void *), void *arg);

/** @brief Takes a timer out.
 *  @return true: it was there and will not be called; false: it was called, or is being called, or taken out
 * before, or there never was one with this number */
bool timers_cancel(struct timers *t, uint64_t id);

/** @brief Whether one time is before another. It is the check's: compare due times only with it, and it
 * counts. */
bool timers_before(int64_t due_ms, int64_t other_ms);

/** @brief How long to wait for the next timer; what poll(2) takes.
 *  @return -1: there is none; 0: one is due; else ms, at most INT_MAX */
int timers_wait(const struct timers *t, int64_t now_ms);

/** @brief Takes out and calls those that are due: by their time, and of equal ones first the one added first.
 *  Callbacks may add and cancel timers, also themselves and others that are due now. What is added meanwhile
 * waits for the next call of this, whatever its time.
 *  @return how many were called */
int timers_run(struct timers *t, int64_t now_ms);

/** @brief Gives the row back; calls none of those that are left. NULL is fine. */
void timers_close(struct timers *t);
