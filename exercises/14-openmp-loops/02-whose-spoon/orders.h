/** @file orders.h
 *  @brief What each table has to pay. */
#pragma once

#include <stddef.h>

enum { EXTRAS_MAX = 8 /**< of one order */ };

/** One order: a dish, how often, and what comes with each portion of it. */
struct order {
    int dish;              /**< index into menu.dish_cents */
    int portions;          /**< from 1 */
    int extras;            /**< 0 … EXTRAS_MAX: how many of extra[] count */
    int extra[EXTRAS_MAX]; /**< indices into menu.extra_cents */
};

/** What things cost, without tax. */
struct menu {
    const int *dish_cents;
    const int *extra_cents;
    int tax_permille; /**< 70 is 7 % */
};

/** @brief Sets bills[i], in cents, for each order i < n, by OpenMP's team. A bill is (dish + its extras) ×
 *  portions, and then tax on that, rounded half up to a cent. No order waits for another one.
 *  @return the bill of the last order, bills[n - 1]; 0 if @p n is 0
 *  @threads one at a time */
long price_orders(const struct order *orders, size_t n, const struct menu *menu, long *bills);
