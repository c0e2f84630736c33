/** @file timeline.h
 *  @brief Says who does what when, for the figure of a notebook cell with the option `timeline`.
 *
 *      timeline_thread("cook 1");
 *      timeline_begin("chop");
 *      …
 *      timeline_end();
 *
 *  Outside such a cell the calls do nothing. They cost one system call each, which is far more than a lock:
 *  they show what waits for whom, not how fast something is. */
#pragma once

#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/** @brief The file that events go to, opened at the first use; -1: nobody draws. Not called by hand. */
static inline int timeline_file(void)
{
    static atomic_int file; // 0: not yet asked; else the descriptor plus 2, so that -1 has a place
    int known = atomic_load(&file);
    if (known)
        return known - 2;
    const char *path = getenv("WORKBOOK_TIMELINE");
    const int fd = path && *path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (atomic_compare_exchange_strong(&file, &known, fd + 2))
        return fd;
    if (fd >= 0)
        close(fd); // another thread was first
    return known - 2;
}

/** @brief Which lane this thread has: 1, 2, … in the order of their first events. Not called by hand. */
static inline int timeline_lane(void)
{
    static atomic_int lanes;
    static _Thread_local int lane;
    if (!lane)
        lane = atomic_fetch_add(&lanes, 1) + 1;
    return lane;
}

/** @brief Writes one event: a letter, the lane, nanoseconds, a name. Not called by hand.
 *  @source write(2), O_APPEND: each write goes to the end of the file as a whole */
static inline void timeline_write(char kind, const char *name)
{
    char line[160];
    struct timespec now;
    const int fd = timeline_file();
    if (fd < 0)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const int length = snprintf(line, sizeof line, "%c %d %lld %.100s\n", kind, timeline_lane(),
                                (long long)now.tv_sec * 1000000000LL + now.tv_nsec, name);
    if (length > 0 && write(fd, line, (size_t)length) < 0)
        return; // a figure with a gap is no reason to stop the program
}

/** @brief Names the lane of the calling thread; without it lanes are called "thread 1", "thread 2", … */
static inline void timeline_thread(const char *name)
{
    timeline_write('N', name);
}

/** @brief The calling thread begins something. What began last ends first.
 *  @threads any */
static inline void timeline_begin(const char *what)
{
    timeline_write('B', what);
}

/** @brief The calling thread ends what it began last. @threads any */
static inline void timeline_end(void)
{
    timeline_write('E', "");
}

/** @brief Something happens at one moment in the calling thread. @threads any */
static inline void timeline_mark(const char *what)
{
    timeline_write('M', what);
}
