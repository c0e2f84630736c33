/** @file check.c  What season() promises: one case a promise, read it as the specification. */
#include "season.h"

#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <workbook/judge.h>
#include <workbook/must.h>

enum { STRUCTURE = JUDGE_FACTS | JUDGE_RUN, VALUES = JUDGE_OPENMP | JUDGE_RUN };

/** What the recipe writes down. Atomics, all relaxed: nothing here may order the cooks. */
struct book {
    atomic_int *seasoned; // for each dish, how often
    atomic_int team;      // omp_get_num_threads() as seen in the recipe
    struct judge_pair *pair;
};

static double tick(size_t i, double raw, void *context)
{
    struct book *b = context;
    atomic_fetch_add_explicit(&b->seasoned[i], 1, memory_order_relaxed);
    atomic_store_explicit(&b->team, omp_get_num_threads(), memory_order_relaxed);
    return raw;
}

static void expect_each_once(size_t n, int cooks)
{
    struct book b = {.seasoned = calloc(n + 1, sizeof *b.seasoned)};
    double *dishes = calloc(n + 1, sizeof *dishes);
    const int returned = season(dishes, n, tick, &b, cooks);
    for (size_t i = 0; i < n; i++)
        EXPECT_EQ(atomic_load(&b.seasoned[i]), 1, "each dish is seasoned exactly once, by whichever cook");
    EXPECT_EQ(atomic_load(&b.seasoned[n]), 0, "there is no dish behind the last one");
    if (n)
        EXPECT_EQ(returned, atomic_load(&b.team), "season() returns how many threads the team had");
    else
        EXPECT_EQ(returned, cooks, "with no dish it returns the number that was asked for");
    free(dishes);
    free(b.seasoned);
}

JUDGE_CASE(once, "each dish is seasoned exactly once", .analyses = STRUCTURE)
{
    expect_each_once(1000, judge_team());
}

JUDGE_CASE(few, "fewer dishes than cooks, one dish, none at all", .analyses = STRUCTURE)
{
    expect_each_once(0, judge_team());
    expect_each_once(1, judge_team());
    expect_each_once((size_t)judge_team() - 1, judge_team());
}

JUDGE_CASE(no_cook, "without a cook nothing is done, and 0 returned", .analyses = STRUCTURE, .team = 2)
{
    struct book b = {.seasoned = calloc(4, sizeof *b.seasoned)};
    double dishes[4] = {1, 2, 3, 4};
    EXPECT_EQ(season(dishes, 4, tick, &b, 0), 0, "0 cooks make no team");
    EXPECT_EQ(season(dishes, 4, tick, &b, -1), 0, "fewer than 0 neither");
    EXPECT_EQ(atomic_load(&b.seasoned[0]), 0, "so no dish is touched");
    free(b.seasoned);
}

JUDGE_CASE(tidy, "OpenMP's settings stay as they were", .analyses = STRUCTURE)
{
    const int threads = omp_get_max_threads();
    expect_each_once(100, judge_team() + 1);
    EXPECT_EQ(
        omp_get_max_threads(), threads,
        "the next region of somebody else still gets as many threads as before: num_threads() holds for one "
        "region, omp_set_num_threads() for all that follow");
}

JUDGE_CASE(any_order, "no dish waits for another", .analyses = JUDGE_FACTS)
{
    judge_facts_begin();
    expect_each_once(100, judge_team());
    EXPECT_SHARED(judge_facts_end().ordered == 0,
                  "dish i has nothing to do with dish i - 1: in an ordered section each waits for its turn");
}

static double meet(size_t i, double raw, void *context)
{
    const struct book *b = context;
    if (!judge_pair(b->pair))
        EXPECT_SHARED(false,
                      "while one cook seasons, another one seasons as well; here the second never came");
    return raw + (double)i;
}

JUDGE_CASE(together, "two cooks season at the same time", .analyses = STRUCTURE)
{
    static struct judge_pair pair;
    struct book b = {.pair = &pair};
    double dishes[64] = {0};
    if (judge_team() > 1)
        season(dishes, 64, meet, &b, judge_team());
}

JUDGE_CASE(as_asked, "the team is as large as asked for, whatever the environment says",
           .analyses = STRUCTURE)
{
    struct book b = {.seasoned = calloc(100, sizeof *b.seasoned)};
    double dishes[100] = {0};
    for (int cooks = judge_team() + 1; cooks <= judge_team() + 2; cooks++)
        EXPECT_EQ(season(dishes, 100, tick, &b, cooks), cooks,
                  "OMP_NUM_THREADS is what a region gets that does not say how many cooks it wants");
    free(b.seasoned);
}

static double recipe(size_t i, double raw, void *context)
{
    judge_pair(((struct book *)context)->pair); // both of a race must be at work
    return sqrt(raw * 3 + (double)i) / 7;
}

JUDGE_CASE(same, "the dishes come out as one cook alone would make them, bit for bit", .analyses = VALUES)
{
    enum { DISHES = 3000 };
    static struct judge_pair pair;
    static double dishes[DISHES], alone[DISHES];
    struct book b = {.pair = &pair};
    for (size_t i = 0; i < DISHES; i++) {
        dishes[i] = (double)judge_draw(0, 1000000) / 8;
        alone[i] = sqrt(dishes[i] * 3 + (double)i) / 7;
    }
    if (judge_team() == 1)
        pair.came = 1; // nobody to meet
    season(dishes, DISHES, recipe, &b, judge_team());
    EXPECT_BYTES(dishes, alone, sizeof alone,
                 "dish i depends on dish i only, so who makes it changes nothing");
}

static double long_recipe(size_t i, double raw, void *context)
{
    (void)context;
    for (int k = 0; k < 20000; k++)
        raw = raw * 0.999999 + (double)i * 1e-9;
    return raw;
}

JUDGE_CASE(shares, "each cook does a fair share", .analyses = JUDGE_BALANCE)
{
    static double dishes[4000];
    judge_work_begin();
    season(dishes, sizeof dishes / sizeof *dishes, long_recipe, NULL, judge_team());
    EXPECT_BALANCED(judge_team(), "all recipes take equally long, so each cook gets as many as the others");
}
