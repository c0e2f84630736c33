// A loop that a team divides. You learn what `parallel` does, what `for` does, and that it takes both.
// Contract: season.h.
#include "season.h"

#include <omp.h>
#include <workbook/todo.h>

int season(double *dishes, size_t n, double (*recipe)(size_t i, double raw, void *context), void *context,
           int cooks)
{
    TODO("divide the loop over a team of `cooks` threads, and return how many they were");
}
