/** @file filter.h
 *  @brief The system calls that are refused in a box (seccomp). */
#pragma once

#include "grade/box/limits.h"

#include <stdbool.h>

/** What an exercise's topics need beyond the rest. */
struct filter_needs {
    bool forks;   /**< new processes */
    bool sockets; /**< sockets of the box's own loopback, and of the file system's kind */
    bool tracing; /**< LeakSanitizer's helper stops the threads of its own process */
};

/** @brief Loads the filter for the calling process and all that come from it, for good.
 *  @return 0; ENOSYS, EINVAL: the kernel has no filters; ENOMEM
 *  @threads one: before any other is started
 *  @source seccomp(2), and the libseccomp manual: a filter sees register values, never what they point to */
int filter_load(enum box_kind kind, struct filter_needs needs);
