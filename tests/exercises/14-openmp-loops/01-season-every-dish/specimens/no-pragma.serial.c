// Believes: the library is linked, so it divides the loop.
#include "season.h"

#include <omp.h>

int season(double *dishes, size_t n, double (*recipe)(size_t i, double raw, void *context), void *context,
           int cooks)
{
    if (cooks < 1)
        return 0;
    if (n == 0)
        return cooks;
    int team = 0;
    for (size_t i = 0; i < n; i++)
        dishes[i] = recipe(i, dishes[i], context);
    team = omp_get_num_threads();
    return team;
}
