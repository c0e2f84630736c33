/** @file children.h
 *  @brief The children that the submission started in this process: which number each has, and who was
 *  waited for. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

/** @brief Notes a child. @return its number, from 0 */
int children_note(pid_t pid);

/** @brief Notes that somebody has waited for it. */
void children_collected(pid_t pid);

/** @brief How many were started and not waited for yet. */
int children_there(void);

/** @brief Its number, or -1: it is none that the submission started. */
int children_number(pid_t pid);

/** @brief Ends the case as `leak` if a child is left, running or a zombie, or a descendant still runs. */
void children_check(const char *why, const char *file, int line);
