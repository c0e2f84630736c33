/** @file season.h
 *  @brief A hundred dishes, one recipe, and a team to divide them. */
#pragma once

#include <stddef.h>

/** @brief Makes dishes[i] = recipe(i, dishes[i], context) for each i < n, each exactly once, by a team of
 *  @p cooks threads that work at the same time. Leaves OpenMP's own settings as they were.
 *  @param n       may be 0
 *  @param recipe  may be called by many threads at once
 *  @param cooks   how many threads are asked for
 *  @return how many threads the team really had; @p cooks if n is 0; 0 and nothing done if @p cooks < 1
 *  @threads one at a time */
int season(double *dishes, size_t n, double (*recipe)(size_t i, double raw, void *context), void *context,
           int cooks);
