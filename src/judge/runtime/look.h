/** @file look.h
 *  @brief Looks at threads from outside: can any of them still move by itself?
 *
 *  A thread that waits in a futex without a time-out can only be woken by another thread. If all threads of
 *  a process wait so, at two looks and with the same counts of context switches, none will ever move.
 *  @source proc(5): /proc/PID/task/TID/syscall, status; futex(2) */
#pragma once

#include <sys/types.h>

/** @brief Whether no thread can move by itself.
 *  @param pid  0: all threads of this process but the calling one, in a futex; else all of that process, in a
 *              futex, in read or in open
 *  @return 1: none can; 0: one can, or could just now; -1: the kernel does not let us see
 *  @threads any; takes 2 ms (own process) or 10 ms if the answer is 1 */
int look_settled(pid_t pid);

/** @brief One look: whether all threads of process @p pid wait in a futex without a time-out.
 *  @param[in,out] switches  grows by their counts of context switches: compare two looks
 *  @return as look_settled() */
int look_stuck(pid_t pid, unsigned long *switches);
