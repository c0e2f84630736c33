// Believes: tasks that depend on each other are still a team at work.
#include "orders.h"

long price_orders(const struct order *orders, size_t n, const struct menu *menu, long *bills)
{
    long last = 0;
    const int rate = menu->tax_permille;
    char slip; // handed on from task to task

    (void)slip;
#pragma omp parallel
#pragma omp single
    for (size_t i = 0; i < n; i++) {
#pragma omp task firstprivate(i) shared(last) depend(inout : slip)
        {
            long cents = menu->dish_cents[orders[i].dish];
            for (int k = 0; k < orders[i].extras; k++)
                cents += menu->extra_cents[orders[i].extra[k]];
            cents *= orders[i].portions;
            cents += (cents * rate + 500) / 1000;
            bills[i] = cents;
            if (i == n - 1)
                last = cents;
        }
    }
    return last;
}
