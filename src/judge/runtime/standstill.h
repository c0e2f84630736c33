/** @file standstill.h
 *  @brief Children that are held until whoever waits for them is blocked. */
#pragma once

/** @brief A call of the submission has written: a child is held now if the check asked for it
 *  (JUDGE_HOLD_WRITES). @threads any, in any process of the case */
void standstill_written(void);
