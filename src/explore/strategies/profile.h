/** @file profile.h
 *  @brief The profile: what earlier executions taught. How many steps each thread takes, on which objects,
 * and which objects threads share. Strategies that weigh threads by what is left of them need it.
 *
 *  Counts are the greatest of the last 8 to 16 executions: an interleaving that is rare does not spoil the
 *  estimate for long. They are estimates; a strategy must do with any numbers. */
#pragma once

#include "explore/runtime/blackbox.h"

/** @brief Learns from the execution in the black box.
 *  @threads the runner, between executions */
void profile_learn(struct blackbox *box);

/** @brief The estimate. */
static inline uint32_t steps_estimate(struct steps s)
{
    return s.now > s.before ? s.now : s.before;
}

/** @brief Steps that are expected of each thread, a thread that is not created yet counting for its creator.
 *  @param chosen     places in profile.objects whose steps alone count
 *  @param n          how many; 0: all steps count, whatever they touch
 *  @param[out] left  [thread] */
void profile_steps(const struct profile *profile, const uint16_t *chosen, int n, uint32_t left[THREADS_MAX]);

/** @brief Hands over what @p left holds for threads that have come to life since the last call.
 *  @param born   [thread], all false at first
 *  @return a thread that has just come to life, or -1. Call again until there is none */
int profile_hand_over(const struct profile *profile, const bool *alive, bool *born,
                      uint32_t left[THREADS_MAX]);

/** @brief Whether the execution has shown places that race, and that will be steps from the next one on. */
bool profile_adds_steps(const struct blackbox *box);
