/** @file assembly_line.h
 *  @brief Several programs in a row, each reading what the one before it writes, as `a | b | c` in a shell.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/** How a program ended. */
struct ending {
    int exit_code; /**< 0 … 255; 0 if a signal ended it */
    int signal;    /**< the signal that ended it; 0: it exited by itself */
    bool core;     /**< the signal left a core file */
};

/** @brief Runs cmds[0] | cmds[1] | …, gives `in` to the first one and keeps what the last one writes; all
 *  at the same time, whatever the sizes. Returns when each of them has ended. That a program ends before
 *  it has read everything is no failure, and no signal reaches the caller for it. Each program has
 *  descriptors 0, 1 and 2 and no others; standard error is the caller's.
 *  @param cmds          argument lists, each ending with NULL; argv[0] is looked up in PATH
 *  @param n             how many, 1 or more
 *  @param in            bytes for the first one's standard input; may be NULL if @p in_len is 0
 *  @param[out] out      what the last one wrote, from malloc: the caller frees it; not NULL if all began,
 *         even if there is nothing
 *  @param[out] out_len  its length in bytes
 *  @param[out] endings  n of them: how each program ended. Untouched for one that never began
 *  @return 0: all began, whatever their ends. -1, with errno: one could not begin (ENOENT, EACCES …) or
 *  the system has no room; the others have been ended and waited for, *out is NULL, and no child or
 *  descriptor is left
 *  @threads one: it sleeps while there is nothing to read or to write */
int assembly_line(const char *const *const cmds[], size_t n, const void *in, size_t in_len, char **out,
                  size_t *out_len, struct ending endings[]);
