/** @file rough.h
 *  @brief What the system may do at any call and seldom does: give less, be interrupted, say "try again". */
#pragma once

#include "judge/runtime/deaths.h"

#include <stdbool.h>
#include <stddef.h>

/** @brief Whether a call that may wait shall now be interrupted; sets errno to EINTR. */
bool rough_interrupts(enum deed deed);

/** @brief Whether this is a small write into a pipe with room: it never waits, so nothing can interrupt it.
 */
bool rough_never_waits(int fd, size_t bytes);

/** @brief Whether a call on this descriptor shall now find it not ready; sets errno to EAGAIN. */
bool rough_not_ready(enum deed deed, int fd);

/** @brief How many bytes a call may move at most, as judge_pieces() asked.
 *  @param writes  a call that writes */
size_t rough_piece(int fd, size_t bytes, bool writes);
