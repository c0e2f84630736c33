/** @file photograph.h
 *  @brief Photographs of a pantry: what was there at one moment, written down while the pantry is in use. */
#pragma once

#include "pantry.h"

#include <sys/types.h>

/** @brief Takes a photograph: the pantry as it is at this moment, whatever happens to it later. A child
 *  process writes it down with pantry_write(), from the memory that it has of its parent; no copy is made
 *  beforehand. The file gets its name when all of it is on the disk (fsync), at once and in the place of
 *  an older one: at any moment there is a whole photograph under that name, or none.
 *  @param path  the file; folders of its path exist
 *  @return the child's process id, at once: pantry_collect() it. -1, with errno: there is no child
 *  @threads one at a time; several photographs can be under way, of the same file, too */
pid_t pantry_snapshot(const struct pantry *p, const char *path);

/** @brief Waits for one photograph, asleep, and for no other child.
 *  @param who  what pantry_snapshot() returned
 *  @return 0: it is there. Else it is not, and nothing of it is left behind, not under another name
 *  either: an errno value says what failed; EIO: a signal ended the child. ECHILD: @p who takes no
 *  photograph, or was collected before
 *  @threads one at a time */
int pantry_collect(pid_t who);
