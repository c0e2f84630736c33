// Believes: a picture is drawn from the top.
#include "mandelbrot.h"

#include <errno.h>

static int iterations(double x, double y, int limit)
{
    double re = 0, im = 0;
    int n = 0;
    while (n < limit && re * re + im * im <= 4) {
        const double next = re * re - im * im + x;
        im = 2 * re * im + y;
        re = next;
        n++;
    }
    return n;
}

int mandelbrot(const struct view *v, uint16_t *out, int cooks, int chunk,
               void (*row_done)(int y, long work, void *context), void *context)
{
    if (v->width < 1 || v->height < 1 || v->limit < 1 || v->limit > UINT16_MAX || chunk < 1 || cooks < 1)
        return EINVAL;
#pragma omp parallel for num_threads(cooks) schedule(dynamic, chunk) ordered
    for (int y = 0; y < v->height; y++) {
        long work = 0;
        for (int x = 0; x < v->width; x++) {
            const int n = iterations(v->left + x * v->step, v->top + y * v->step, v->limit);
            out[(long)y * v->width + x] = (uint16_t)n;
            work += n;
        }
#pragma omp ordered
        row_done(y, work, context);
    }
    return 0;
}
