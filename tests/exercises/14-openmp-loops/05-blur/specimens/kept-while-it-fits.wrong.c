// Believes: memory that fits once more is memory saved.
#include "blur.h"

#include <errno.h>
#include <stdlib.h>

// The mean of those values that are at most `radius` places from place `at`: n values, `stride` bytes apart.
static uint8_t mean(const uint8_t *first, size_t stride, int at, int n, int radius)
{
    const int from = at > radius ? at - radius : 0;
    const int to = radius < n - 1 - at ? at + radius : n - 1; // at + radius alone may not fit into an int
    unsigned sum = 0;
    for (int k = from; k <= to; k++)
        sum += first[(size_t)k * stride];
    const unsigned count = (unsigned)(to - from + 1);
    return (uint8_t)((sum + count / 2) / count);
}

int blur(struct image *out, const struct image *in, int radius)
{
    const int width = in->width, height = in->height;
    if (radius < 0 || width < 1 || height < 1 || out->width != width || out->height != height)
        return EINVAL;
    const size_t row = 3 * (size_t)width;
    static uint8_t *between;
    static size_t room;
    if (row * (size_t)height > room) {
        room = row * (size_t)height;
        between = malloc(room);
    }
    if (!between)
        return ENOMEM;
#pragma omp parallel
    {
#pragma omp for // ends with a barrier: a column crosses the rows of all
        for (int y = 0; y < height; y++)
            for (size_t i = 0; i < row; i++)
                between[(size_t)y * row + i] =
                    mean(in->rgb + (size_t)y * row + i % 3, 3, (int)(i / 3), width, radius);

#pragma omp for
        for (int y = 0; y < height; y++)
            for (size_t i = 0; i < row; i++)
                out->rgb[(size_t)y * row + i] = mean(between + i, row, y, height, radius);
    }
    free(between);
    return 0;
}
