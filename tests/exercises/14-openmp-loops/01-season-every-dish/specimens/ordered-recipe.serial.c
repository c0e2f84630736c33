// Believes: dishes have to come in order.
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

#pragma omp for ordered
        for (size_t i = 0; i < n; i++)
#pragma omp ordered
            dishes[i] = recipe(i, dishes[i], context);
    }
    return team;
}
