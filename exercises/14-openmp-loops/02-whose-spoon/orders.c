// Which variable belongs to whom: shared, or one for each thread. You learn to ask it of every name in a
// loop. This code is right for one thread. Contract: orders.h.
#include "orders.h"

long price_orders(const struct order *orders, size_t n, const struct menu *menu, long *bills)
{
    long cents = 0;
    int k;
    int rate = menu->tax_permille;

#pragma omp parallel for
    for (size_t i = 0; i < n; i++) {
        cents = menu->dish_cents[orders[i].dish];
        for (k = 0; k < orders[i].extras; k++)
            cents += menu->extra_cents[orders[i].extra[k]];
        cents *= orders[i].portions;
        cents += (cents * rate + 500) / 1000;
        bills[i] = cents;
    }
    return cents;
}
