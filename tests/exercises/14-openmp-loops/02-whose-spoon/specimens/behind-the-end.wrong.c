// Believes: the last bill is always bills[n - 1].
#include "orders.h"

long price_orders(const struct order *orders, size_t n, const struct menu *menu, long *bills)
{
    const int rate = menu->tax_permille; // read by all, written by nobody: shared is right

#pragma omp parallel for
    for (size_t i = 0; i < n; i++) {
        long cents = menu->dish_cents[orders[i].dish];
        for (int k = 0; k < orders[i].extras; k++)
            cents += menu->extra_cents[orders[i].extra[k]];
        cents *= orders[i].portions;
        cents += (cents * rate + 500) / 1000;
        bills[i] = cents;
    }
    return n > 1 ? bills[n - 1] : bills[0];
}
