/** @file check.c  What price_orders() promises: one case a promise, read it as the specification. */
#include "orders.h"

#include <stdlib.h>
#include <workbook/judge.h>

enum { DISHES = 40, ORDERS = 24000, UNTOUCHED = -1, VALUES = JUDGE_OPENMP | JUDGE_RUN };

static int dish_cents[DISHES], extra_cents[DISHES];
static struct menu menu = {dish_cents, extra_cents, 73}; // a rate of which some tax ends on 499 and on 500

// One order more than are asked for: a wrong inner index may look at the one behind the last.
static struct order *draw_orders(size_t n, int extras)
{
    struct order *o = calloc(n + 1, sizeof *o);
    for (int i = 0; i < DISHES; i++) {
        dish_cents[i] = (int)judge_draw(500, 4000);
        extra_cents[i] = (int)judge_draw(1, 300);
    }
    for (size_t i = 0; i < n; i++) {
        o[i] = (struct order){
            (int)judge_draw(0, DISHES - 1), (int)judge_draw(1, 9), (int)judge_draw(0, extras), {0}};
        for (int k = 0; k < o[i].extras; k++)
            o[i].extra[k] = (int)judge_draw(0, DISHES - 1);
    }
    return o;
}

static long bill(const struct order *o)
{
    long each = dish_cents[o->dish];
    for (int k = 0; k < o->extras; k++)
        each += extra_cents[o->extra[k]];
    const long all = each * o->portions;
    return all + (all * menu.tax_permille + 500) / 1000;
}

static void expect_bills(size_t n)
{
    struct order *o = draw_orders(n, EXTRAS_MAX);
    long *bills = calloc(n + 1, sizeof *bills);
    for (size_t i = 0; i <= n; i++)
        bills[i] = UNTOUCHED;
    const long last = price_orders(o, n, &menu, bills);
    for (size_t i = 0; i < n; i++)
        EXPECT_EQ(bills[i], bill(&o[i]),
                  "each bill is that of its own order, as one waiter alone would write it");
    EXPECT_EQ(bills[n], (long)UNTOUCHED, "there is no bill behind the last one");
    EXPECT_EQ(last, n ? bill(&o[n - 1]) : 0L, "what comes back is the bill of the last order, index n - 1");
    free(bills);
    free(o);
}

JUDGE_CASE(together, "a team computes, and no order waits for another", .analyses = JUDGE_FACTS)
{
    struct order *o = draw_orders(1000, 0);
    long bills[1000];
    judge_facts_begin();
    price_orders(o, 1000, &menu, bills);
    const struct judge_facts f = judge_facts_end();
    EXPECT_SHARED(f.largest_team == judge_team(), "the loop is divided over the whole team");
    EXPECT_SHARED(f.locks == 0,
                  "orders have nothing to do with each other: behind a lock they stand in line");
    EXPECT_SHARED(
        f.ordered == 0,
        "order i has nothing to do with order i - 1: in an ordered section each waits for its turn");
    EXPECT_SHARED(f.dependences == 0, "nor does the task of one order wait for that of another");
    free(o);
}

JUDGE_CASE(same, "each order gets its own bill", .analyses = VALUES)
{
    expect_bills(ORDERS);
}

JUDGE_CASE(rate, "the tax is that of the menu, for each waiter", .analyses = VALUES)
{
    menu.tax_permille = 190;
    expect_bills(1000);
    menu.tax_permille = 0;
    expect_bills(1000);
}

JUDGE_CASE(last, "the bill of the last order comes back, whoever computed it", .analyses = VALUES)
{
    for (size_t n = 1; n <= 16; n++)
        expect_bills(n);
}

JUDGE_CASE(none, "without an order nothing is written and 0 comes back", .analyses = VALUES)
{
    expect_bills(5); // so that the stack holds a bill, for whoever hands on what was never set
    expect_bills(0);
}

JUDGE_CASE(shares, "each waiter does a fair share", .analyses = JUDGE_BALANCE)
{
    enum { MANY = 100000 };
    struct order *o = draw_orders(MANY, 1);
    long *bills = calloc(MANY, sizeof *bills);
    for (size_t i = 0; i < MANY; i++)
        o[i].extras = EXTRAS_MAX;
    judge_work_begin();
    do // a quick waiter has to be asked more often until there is enough work to see how it is divided
        price_orders(o, MANY, &menu, bills);
    while (judge_work_ms() < 60);
    EXPECT_BALANCED(judge_team(), "orders cost the same, so each waiter has as many as the others");
    free(bills);
    free(o);
}
