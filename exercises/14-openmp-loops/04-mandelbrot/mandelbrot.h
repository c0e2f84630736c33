/** @file mandelbrot.h
 *  @brief A picture whose rows cost very different amounts of work. */
#pragma once

#include <stdint.h>

/** What is to be seen. Pixel (x, y) is the point (left + x × step, top + y × step); y grows downwards. */
struct view {
    double left, top, step;
    int width, height; /**< pixels */
    int limit;         /**< iterations at most; up to 65,535 */
};

/** @brief Sets out[y × width + x] to the number of iterations z := z² + c, from z = 0, until |z| > 2, at most
 *  `limit`; c is the point of the pixel. A team of @p cooks takes rows on demand: whoever is free takes the
 * next
 *  @p chunk neighbouring rows (y / chunk is the same), and computes them downwards.
 *  @param row_done  called exactly once for each row, by the thread that computed it, with the sum of the
 * row's iterations; of several threads at once
 *  @return 0; EINVAL: width, height, limit, chunk or cooks is below 1, or limit above 65,535
 *  @threads one at a time */
int mandelbrot(const struct view *v, uint16_t *out, int cooks, int chunk,
               void (*row_done)(int y, long work, void *context), void *context);
