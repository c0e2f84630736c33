/** @file livelock.h
 *  @brief Livelock: threads keep each other going round.
 *
 *  All is as it was some steps ago: every thread where it stood, with the same stack, and the same memory, locks
 *  and time. If each thread that could go on in between has gone on, this can repeat for ever, and no fair scheduler
 *  will end it. That is no guess from a number of steps: a loop that counts its rounds never comes back to where it
 *  was. */
#pragma once

#include <stdint.h>

/** @brief Before a decision of an execution with plan.livelocks: looks whether all is as it was, and ends the
 *         execution then.
 *  @param step     its number; only the first some thousand are looked at
 *  @param enabled  the @p n threads that could go on
 *  @threads any current thread that has announced its step */
void livelock_look(uint32_t step, const uint8_t *enabled, int n);

/** @brief The thread that was picked. */
void livelock_moved(uint8_t thread);

/** @brief A thread has announced its step: from where on its stack is the learner's. */
void livelock_note(uint8_t thread, uintptr_t frame);

/** @brief A new execution begins. */
void livelock_reset(void);
