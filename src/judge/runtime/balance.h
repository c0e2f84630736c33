/** @file balance.h
 *  @brief How much of the work each thread of a submission did: its steps (steps.h). */
#pragma once

/** @brief Called by each thread of the submission as its last act: adds its steps to the accounts. */
void balance_thread_ends(void);
