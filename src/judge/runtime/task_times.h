/** @file task_times.h
 *  @brief Processor time of the threads of this process that live on, as an OpenMP team does between regions.
 */
#pragma once

#include <stddef.h>

enum { TASK_TIMES_MAX = 512 };

/** One thread, between two looks. */
struct task_time {
    int tid;
    double ran_ms;
    double waited_ms; /**< was ready to run, and had no processor */
};

/** @brief Looks at all threads. @return how many, at most TASK_TIMES_MAX; 0: the kernel does not tell
 *  @source Linux, Documentation/scheduler/sched-stats.rst: /proc/PID/task/TID/schedstat */
size_t task_times(struct task_time out[TASK_TIMES_MAX]);

/** @brief Takes from each what it had at an earlier look; a thread that was not there then had nothing. */
void task_times_since(struct task_time *now, size_t n, const struct task_time *before, size_t nbefore);
