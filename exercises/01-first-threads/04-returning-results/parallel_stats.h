/** @file parallel_stats.h
 *  @brief Sum, smallest, largest and number of many integers, computed by several threads. */
#pragma once

#include <stddef.h>

/** What is known of some integers; there is at least one. */
struct stats {
    long long sum; /**< exact: wide enough for all that fits into memory */
    int min, max;
    size_t count;
};

/** @brief Statistics of a[0] … a[n-1], computed by min(threads, n) threads at once: each takes a slice of
 *  neighbours, and no two slices differ by more than one in length. The calling thread may do one of the
 *  slices; then one thread fewer is created.
 *  @param a        only read
 *  @param n        how many integers; at least 1
 *  @param threads  at least 1; may be far more than n
 *  @param[out] out written on success only
 *  @return 0; EINVAL: n is 0, threads is less than 1, or a pointer is NULL; ENOMEM; if a thread cannot be
 *          started, pthread_create's error. On every return all started threads have been joined
 *  @threads any number at once, on the same array too: two calls share nothing but what they read */
int parallel_stats(const int *a, size_t n, int threads, struct stats *out);
