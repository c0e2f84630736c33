/** @file measure.h
 *  @brief What the contenders of bench/async written in C share: processor time, memory, one line a
 * measurement. */
#pragma once

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/** @brief Processor time of this process in ns. */
static inline double cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/** @brief Bytes that are allocated. */
static inline double heap_bytes(void)
{
    const struct mallinfo2 m = mallinfo2();
    return (double)m.uordblks + (double)m.hblkhd;
}

/** @brief One line: what, and how much of it for each. */
static inline void report(const char *what, double each)
{
    printf("%s %.3f\n", what, each);
}
