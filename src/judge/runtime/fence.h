/** @file fence.h
 *  @brief Class grading, kind `program`: the program has the check's user, and must not reach into the check.
 *
 *  Behind a Landlock fence a process can look at none outside it: neither memory nor descriptors nor program
 * file by /proc, nor trace it. Who stands outside sees all within. */
#pragma once

/** @brief Called by the check before anything is started: where the kernel has no fences, its own files in
 * /proc are closed instead, and then it cannot see either whether its threads wait. */
void fence_prepare(void);

/** @brief Called in the new process, before it becomes the program. Only async-signal-safe calls.
 *  @return 0; an errno value: the program must not be started */
int fence_enter(void);
