/** @file spawn.h
 *  @brief Another program in the foreground: on this terminal, in this process group. */
#pragma once

/** @brief Runs a command on our own standard streams and waits for its end.
 *  @param argv         ends with NULL; argv[0] is looked up in PATH
 *  @param folder       its working directory; NULL: ours
 *  @param[out] status  its exit status; 128 + N if signal N ended it, as a shell says it
 *  @return 0 if it ran; ENOENT, EACCES … if not */
int spawn_and_wait(const char *const *argv, const char *folder, int *status);

/** @brief Becomes another program.
 *  @return only on failure, the exit status 1, after a complaint */
int spawn_become(const char *const *argv);
