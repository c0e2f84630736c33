/** @file measure.h
 *  @brief What the contenders of bench/async written in C share: processor time, memory, one line a
 * measurement. */
#pragma once

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

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

/** @brief Bytes of this process that are in memory: also stacks, which no heap knows. */
static inline double resident_bytes(void)
{
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%*d %ld", &pages) != 1)
        exit(EXIT_FAILURE);
    fclose(f);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

/** @brief One line: what, and how much of it for each. */
static inline void report(const char *what, double each)
{
    printf("%s %.3f\n", what, each);
}
