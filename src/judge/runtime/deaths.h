/** @file deaths.h
 *  @brief Where a child of the submission dies, as judge_kill() asked: what the files share that stand in
 *  for calls. */
#pragma once

#include <stddef.h>
#include <sys/types.h>

/** Calls that do the same thing count together, so that a check need not know which of them a submission
 *  uses. */
enum deed { DEED_READ, DEED_WRITE, DEED_WAIT, DEED_POLL, DEED_LOCK, DEED_UNLOCK, DEEDS };

/** @brief In a new child: its number, and the end of it if that is what was asked for. */
void deaths_born(int number);

/** @brief In the parent of a process that runs another program: the same. */
void deaths_born_elsewhere(int number, pid_t pid);

/** @brief Before a call. For DEED_WRITE: how many of @p bytes go out before this process dies; else @p bytes.
 */
size_t deaths_before(enum deed deed, size_t bytes);

/** @brief After a call that did @p result. */
void deaths_after(enum deed deed, ssize_t result);
