/** @file run_a_recipe.h
 *  @brief Runs another program to its end and says how it ended, as Python's subprocess.run does. */
#pragma once

#include <stdbool.h>

/** How a program ended. */
struct ending {
    int exit_code; /**< 0 … 255; 0 if a signal ended it */
    int signal;    /**< the signal that ended it; 0: it exited by itself */
    bool core;     /**< the signal left a core file */
};

/** @brief Runs a program and waits for its end. It begins as a program should: with descriptors 0, 1 and 2
 *  and no others, with no signal ignored and none blocked (but for 32 and 33, which the C library keeps
 *  for itself). What the caller has set for itself stays as it is; so do other children of the caller,
 *  ended or not.
 *  @param argv      ends with NULL; argv[0] is looked up in the caller's PATH, unless it holds a slash
 *  @param[out] end  how it ended; only if it ran
 *  @return 0: it ran, whatever its end. -1, with errno: it never began, and no child is left. ENOENT,
 *  EACCES, ENOTDIR … say why its file cannot be run; EAGAIN, ENOMEM, EMFILE that the system has no room
 *  @threads one: it may wait for long, asleep; a program that the program left running is not waited for */
int run_recipe(const char *const argv[], struct ending *end);

/** @brief As run_recipe(), elsewhere.
 *  @param dir  the program's working directory; NULL: the caller's. If it cannot be entered: -1, with why
 *  @param env  its whole environment, NAME=VALUE, ends with NULL; NULL: the caller's */
int run_in(const char *dir, const char *const env[], const char *const argv[], struct ending *end);
