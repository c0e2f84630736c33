/** @file check.c  What take_stock() promises: one case a promise, read it as the specification. */
#include "stock.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/judge.h>

enum { VALUES = JUDGE_OPENMP | JUDGE_RUN | JUDGE_MEMORY, ITEMS = 24000 };

static struct stock count_alone(const uint8_t *shelf, size_t n)
{
    struct stock s = {.least = {shelf[0], 0}, .most = {shelf[0], 0}};
    for (size_t i = 0; i < n; i++) {
        s.count[shelf[i]]++;
        s.total += shelf[i];
        if (shelf[i] < s.least.value)
            s.least = (struct extreme){shelf[i], i};
        if (shelf[i] > s.most.value)
            s.most = (struct extreme){shelf[i], i};
    }
    return s;
}

static void expect_stock(const uint8_t *shelf, size_t n)
{
    struct stock found, right = count_alone(shelf, n);
    memset(&found, 0xa5, sizeof found);
    EXPECT_ERR(take_stock(shelf, n, &found), 0, "a shelf with items can be counted");
    for (int i = 0; i < 256; i++)
        EXPECT_EQ(found.count[i], right.count[i], "count[v] is how many items have the value v");
    EXPECT_EQ(found.total, right.total, "total is the sum of all values");
    EXPECT_EQ(found.least.value, right.least.value, "least is the smallest value on the shelf");
    EXPECT_EQ(found.most.value, right.most.value, "most is the largest value on the shelf");
    EXPECT_EQ(found.least.at, right.least.at, "least.at is the lowest index with the smallest value");
    EXPECT_EQ(found.most.at, right.most.at, "most.at is the lowest index with the largest value");
}

static uint8_t *draw_shelf(size_t n, int low, int high)
{
    uint8_t *shelf = malloc(n);
    for (size_t i = 0; i < n; i++)
        shelf[i] = (uint8_t)judge_draw(low, high);
    return shelf;
}

JUDGE_CASE(merge_once, "a team counts, and nobody takes a lock for each item", .analyses = JUDGE_FACTS)
{
    uint8_t *shelf = draw_shelf(ITEMS, 0, 255);
    struct stock s;
    judge_facts_begin();
    take_stock(shelf, ITEMS, &s);
    const struct judge_facts f = judge_facts_end();
    EXPECT_SHARED(f.largest_team == judge_team(), "the shelf is divided over the whole team");
    EXPECT_SHARED(f.locks <= ITEMS / 100, "each thread counts for itself and hands in its slip once; "
                                          "behind a lock for each item they stand in line");
    EXPECT_SHARED(f.ordered <= ITEMS / 100,
                  "in an ordered section each item waits for the one before it, and so does its thread");
    free(shelf);
}

JUDGE_CASE(nothing, "an empty shelf is refused, and the stock all zero", .analyses = VALUES, .team = 2)
{
    struct stock s, zero;
    memset(&zero, 0, sizeof zero);
    memset(&s, 0xa5, sizeof s);
    EXPECT_ERR(take_stock((const uint8_t *)"", 0, &s), EINVAL, "there is no least item of none");
    EXPECT_BYTES(s.count, zero.count, sizeof s.count, "no item is counted");
    EXPECT_EQ(s.total, zero.total, "nor added up");
    EXPECT_EQ(s.most.value, 0u, "most is zero as well");
}

// A thread that finds its extremes last has written them last: whoever looks at them without order is seen
// to.
JUDGE_CASE(last_of_each_piece, "least and most are right where the last items of each piece are the extremes",
           .analyses = VALUES)
{
    enum { N = 84 * 280 }; // divides by 2, 3, 4 and 7
    static uint8_t shelf[N];
    memset(shelf, 100, sizeof shelf);
    for (int k = 1; k <= judge_team(); k++) {
        shelf[k * (N / judge_team()) - 1] = (uint8_t)(200 + k);
        shelf[k * (N / judge_team()) - 2] = (uint8_t)(90 - k);
    }
    expect_stock(shelf, N);
}

JUDGE_CASE(any_shelf, "counts, total, least and most are right", .analyses = VALUES)
{
    uint8_t *shelf = draw_shelf(ITEMS, 0, 255);
    expect_stock(shelf, ITEMS);
    free(shelf);
}

JUDGE_CASE(middle, "so they are if no item is 0 and none is 255", .analyses = VALUES)
{
    uint8_t *shelf = draw_shelf(ITEMS, 40, 60);
    expect_stock(shelf, ITEMS);
    free(shelf);
}

JUDGE_CASE(ties, "of several equal items the first is meant, in whichever thread's piece it stands",
           .analyses = VALUES)
{
    enum { N = 840 }; // divides by 2, 3, 4 and 7
    uint8_t shelf[N];
    memset(shelf, 100, sizeof shelf);
    for (size_t at = 5; at < N; at += 97) // one in about each piece, all equal
        shelf[at] = 7, shelf[at + 1] = 200, shelf[at + 3] = 7, shelf[at + 4] = 200;
    expect_stock(shelf, N);
    memset(shelf, 100, sizeof shelf);
    shelf[N - 2] = shelf[N - 1] = 3;
    expect_stock(shelf, N);
}

JUDGE_CASE(all_equal, "a shelf of equal items, of 0 as well as of 255", .analyses = VALUES)
{
    static const uint8_t value[] = {0, 9, 255};
    uint8_t shelf[100];
    for (size_t i = 0; i < sizeof value; i++) {
        memset(shelf, value[i], sizeof shelf);
        expect_stock(shelf, sizeof shelf);
    }
}

JUDGE_CASE(few, "fewer items than threads", .analyses = VALUES)
{
    for (size_t n = 1; n <= 8; n++) {
        uint8_t *shelf = draw_shelf(n, 0, 255);
        expect_stock(shelf, n);
        free(shelf);
    }
}

JUDGE_CASE(large, "a total that needs more than 32 bits", .analyses = JUDGE_RUN)
{
    const size_t n = (size_t)1 << 25;
    uint8_t *shelf = malloc(n);
    memset(shelf, 255, n);
    struct stock s;
    EXPECT_ERR(take_stock(shelf, n, &s), 0, "32 Mi items can be counted");
    EXPECT_EQ(s.total, (uint64_t)n * 255, "the sum of all values, which does not fit into 32 bits");
    EXPECT_EQ(s.count[255], n, "and all of them are counted");
    free(shelf);
}

JUDGE_CASE(shares, "each thread does a fair share", .analyses = JUDGE_BALANCE)
{
    const size_t n = (size_t)1 << 24;
    uint8_t *shelf = malloc(n);
    for (size_t i = 0; i < n; i++)
        shelf[i] = (uint8_t)(i * 2654435761u >> 13);
    struct stock s;
    judge_work_begin();
    take_stock(shelf, n, &s);
    EXPECT_BALANCED(judge_team(), "items cost the same, so each thread counts as many as the others");
    free(shelf);
}
