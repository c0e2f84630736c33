/** @file slot.h
 *  @brief A slot: a user and a control group that no other pair on this machine uses at the same time. */
#pragma once

#include "grade/isolation.h"

#include <stdbool.h>

/** A slot that is ours until slot_close(), or until we die: the kernel frees the lock. */
struct slot {
    int number; /**< from 0 */
    int lock;   /**< the descriptor whose lock makes it ours */
    bool own_uid;
    char *group; /**< its control group */
    char *words; /**< what the box is told: --level … --uid … --cgroup … */
};

/** @brief Takes a free slot; waits while there is none. Whatever still runs there is killed first; a slot
 * where that fails is passed over.
 *  @return 0; ECANCELED after an interruption; what making the folder of locks gives
 *  @threads one */
int slot_open(const struct isolation *isolation, struct slot *out);

/** @brief Kills what is left, and gives the slot back. */
void slot_close(struct slot *slot);
