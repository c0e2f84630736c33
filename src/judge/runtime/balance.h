/** @file balance.h
 *  @brief How much processor time each thread of a submission used. Processor time, not wall-clock: a busy
 *         machine changes it little. */
#pragma once

/** @brief Called by each thread of the submission as its last act: adds its processor time to the accounts.
 */
void balance_thread_ends(void);
