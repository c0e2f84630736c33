// Believes: ordered is what keeps a loop right.
#include "orders.h"

long price_orders(const struct order *orders, size_t n, const struct menu *menu, long *bills)
{
    if (n == 0)
        return 0; // no iteration, no last one: lastprivate would leave cents without a value
    long cents = 0;
    const int rate = menu->tax_permille; // read by all, written by nobody: shared is right

#pragma omp parallel for lastprivate(cents) ordered
    for (size_t i = 0; i < n; i++) {
#pragma omp ordered
        {
            cents = menu->dish_cents[orders[i].dish];
            for (int k = 0; k < orders[i].extras; k++)
                cents += menu->extra_cents[orders[i].extra[k]];
            cents *= orders[i].portions;
            cents += (cents * rate + 500) / 1000;
            bills[i] = cents;
        }
    }
    return cents;
}
