// Believes: n / team dishes each, and that is all of them.
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
#pragma omp parallel num_threads(cooks)
    {
#pragma omp single nowait
        team = omp_get_num_threads(); // outside of the region it would be 1

        const size_t share = n / (size_t)omp_get_num_threads();
        const size_t first = share * (size_t)omp_get_thread_num();
        for (size_t i = first; i < first + share; i++)
            dishes[i] = recipe(i, dishes[i], context);
    }
    return team;
}
