// Believes: a sliding window may slide on into the next row.
#include "blur.h"

#include <errno.h>
#include <stdlib.h>

// Means along a line of n values, `stride` bytes apart, by a window that slides along.
static void slide(uint8_t *out, const uint8_t *in, size_t stride, int n, int radius)
{
    unsigned sum = 0, count = 0;
    for (int k = 0; k < n && k <= radius; k++, count++)
        sum += in[(size_t)k * stride];
    for (int at = 0; at < n; at++) {
        out[(size_t)at * stride] = (uint8_t)((sum + count / 2) / count);
        if (at >= radius) {
            sum -= in[(size_t)(at - radius) * stride];
            count--;
        }
        if (radius < n - 1 - at) {
            sum += in[(size_t)(at + radius + 1) * stride];
            count++;
        }
    }
}

int blur(struct image *out, const struct image *in, int radius)
{
    const int width = in->width, height = in->height;
    if (radius < 0 || width < 1 || height < 1 || out->width != width || out->height != height)
        return EINVAL;
    const size_t row = 3 * (size_t)width;
    uint8_t *between = malloc(row * (size_t)height);
    if (!between)
        return ENOMEM;
#pragma omp parallel
    {
#pragma omp for
        for (size_t c = 0; c < 3; c++)
            slide(between + c, in->rgb + c, 3, width * height, radius);

#pragma omp for
        for (size_t i = 0; i < row; i++)
            slide(out->rgb + i, between + i, row, height, radius);
    }
    free(between);
    return 0;
}
