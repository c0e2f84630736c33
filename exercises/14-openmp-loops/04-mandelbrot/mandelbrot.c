// Rows of uneven work, handed out on demand. You learn to choose a schedule from the shape of the work.
// Contract: mandelbrot.h.
#include "mandelbrot.h"

#include <workbook/todo.h>

int mandelbrot(const struct view *v, uint16_t *out, int cooks, int chunk,
               void (*row_done)(int y, long work, void *context), void *context)
{
    TODO("check the arguments; compute the rows, a team taking `chunk` of them at a time; report each row");
}
