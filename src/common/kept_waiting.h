/** @file kept_waiting.h
 *  @brief How long the machine has kept a command from running. */
#pragma once

#include <sys/types.h>

/** @brief For how long, in all, the threads of a process group have been ready to run and had no processor.
 *  Threads that have ended are not counted.
 *  @return ms; 0 also where the kernel does not tell
 *  @threads any
 *  @source Linux, Documentation/scheduler/sched-stats.rst: /proc/PID/task/TID/schedstat */
double kept_waiting_ms(pid_t group);
