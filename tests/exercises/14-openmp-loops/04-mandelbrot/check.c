/** @file check.c  What mandelbrot() promises: one case a promise, read it as the specification. */
#include "mandelbrot.h"

#include <errno.h>
#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <workbook/judge.h>

enum {
    STRUCTURE = JUDGE_FACTS | JUDGE_RUN,
    VALUES = JUDGE_OPENMP | JUDGE_RUN | JUDGE_MEMORY,
    ROWS_MAX = 400
};

static const struct view whole = {-2.2, -1.2, 3.2 / 64, 64, 48, 200};

/** What the rows tell. Atomics, all relaxed: nothing here may order the cooks. */
struct book {
    atomic_int done[ROWS_MAX];   // how often each row was reported
    atomic_long work[ROWS_MAX];  // with how much work
    atomic_int thread[ROWS_MAX]; // by which thread
    atomic_int turn[ROWS_MAX];   // as which of all rows
    atomic_int rows;             // reported so far
    int waits_for;               // the row 0 waits until so many are reported; constant
    int neighbours;              // of row 0 in its chunk; constant
    struct judge_pair pair;
};

static void note(int y, long work, void *context)
{
    struct book *b = context;
    EXPECT(y >= 0 && y < ROWS_MAX, "only rows of the picture are reported");
    atomic_fetch_add_explicit(&b->done[y], 1, memory_order_relaxed);
    atomic_store_explicit(&b->work[y], work, memory_order_relaxed);
    atomic_store_explicit(&b->thread[y], omp_get_thread_num(), memory_order_relaxed);
    atomic_store_explicit(&b->turn[y], atomic_fetch_add_explicit(&b->rows, 1, memory_order_relaxed),
                          memory_order_relaxed);
}

static void note_together(int y, long work, void *context)
{
    judge_pair(&((struct book *)context)->pair); // both of a race must be at work
    note(y, work, context);
}

static int iterations(double x, double y, int limit)
{
    double re = 0, im = 0;
    for (int n = 0; n < limit; n++) {
        if (re * re + im * im > 4)
            return n;
        const double next = re * re - im * im + x;
        im = 2 * re * im + y;
        re = next;
    }
    return limit;
}

// A point inside the large heart never leaves, whatever the rounding.
static bool is_in_heart(double x, double y)
{
    const double q = (x - 0.25) * (x - 0.25) + y * y;
    return q * (q + (x - 0.25)) < 0.2 * y * y;
}

// Right formulas may differ in the last bit, and so in a few pixels at the border of the set.
static void expect_picture(const struct view *v, int chunk)
{
    struct book b = {.pair = {judge_team() == 1 || v->height <= chunk}}; // alone it would wait for nobody
    const int pixels = v->width * v->height;
    uint16_t *out = malloc((size_t)pixels * sizeof *out);
    EXPECT_ERR(mandelbrot(v, out, judge_team(), chunk, note_together, &b), 0, "the arguments are right");
    int differ = 0;
    for (int y = 0; y < v->height; y++) {
        long work = 0;
        for (int x = 0; x < v->width; x++) {
            const double re = v->left + x * v->step, im = v->top + y * v->step;
            const int found = out[y * v->width + x], right = iterations(re, im, v->limit);
            if (is_in_heart(re, im))
                EXPECT_EQ(found, v->limit, "a point that never leaves counts `limit`");
            differ += found != right;
            work += found;
        }
        EXPECT_EQ(atomic_load(&b.done[y]), 1, "each row is reported exactly once");
        EXPECT_EQ(atomic_load(&b.work[y]), work, "with the sum of its own iterations");
    }
    EXPECT(differ <= pixels / 1000, "each pixel counts z := z² + c from z = 0 until |z| > 2");
    free(out);
}

JUDGE_CASE(wrong_arguments, "sizes below 1 and a limit that a pixel cannot hold are refused",
           .analyses = STRUCTURE, .team = 2)
{
    static uint16_t out[64];
    struct book b = {0};
    struct view v = {-2, -1, 0.1, 4, 4, 10};
    EXPECT_ERR(mandelbrot(&v, out, 0, 1, note, &b), EINVAL, "a team of 0 cooks");
    EXPECT_ERR(mandelbrot(&v, out, 2, 0, note, &b), EINVAL, "a chunk of 0 rows");
    v.width = 0;
    EXPECT_ERR(mandelbrot(&v, out, 2, 1, note, &b), EINVAL, "a width of 0");
    v.width = 4, v.height = -1;
    EXPECT_ERR(mandelbrot(&v, out, 2, 1, note, &b), EINVAL, "a height below 0");
    v.height = 0;
    EXPECT_ERR(mandelbrot(&v, out, 2, 1, note, &b), EINVAL, "a height of 0");
    v.height = 4, v.limit = 65536;
    EXPECT_ERR(mandelbrot(&v, out, 2, 1, note, &b), EINVAL, "a limit of 65,536: a pixel holds up to 65,535");
    v.limit = 0;
    EXPECT_ERR(mandelbrot(&v, out, 2, 1, note, &b), EINVAL, "a limit of 0");
    EXPECT_EQ(atomic_load(&b.rows), 0, "and then no row is computed");
    v.limit = 65535;
    EXPECT_ERR(mandelbrot(&v, out, 2, 1, note, &b), 0, "a limit of 65,535 is right");
}

JUDGE_CASE(one_region, "one region serves the whole picture", .analyses = JUDGE_FACTS)
{
    struct book b = {0};
    uint16_t *out = malloc(sizeof *out * (size_t)(whole.width * whole.height));
    judge_facts_begin();
    mandelbrot(&whole, out, judge_team() + 1, 1, note, &b);
    const struct judge_facts f = judge_facts_end();
    EXPECT(f.regions <= 1,
           "a region costs microseconds to begin and to end: one for the picture, not one for each row");
    EXPECT_SHARED(f.largest_team >= judge_team(), "a team divides the picture");
    EXPECT_SHARED(
        f.ordered == 0,
        "rows may be reported in any order: in an ordered section who is done waits for the row above");
    EXPECT_EQ(
        f.largest_team, judge_team() + 1,
        "the team is as large as was asked for: OMP_NUM_THREADS is what a region gets that does not say");
    free(out);
}

static bool rest_is_done(void *context)
{
    const struct book *b = context;
    return atomic_load_explicit(&b->rows, memory_order_relaxed) >= b->waits_for;
}

static void hold_the_first(int y, long work, void *context)
{
    struct book *b = context;
    if (y == 0 && !judge_wait_for(rest_is_done, b))
        EXPECT_UNREACHED(
            "while one cook is held up in a row, the others take all that is left; here somebody's rows "
            "stayed where they were: they had been dealt out before");
    if (y == 0)
        for (int k = 1; k <= b->neighbours; k++)
            EXPECT_EQ(atomic_load_explicit(&b->done[k], memory_order_relaxed), 0,
                      "the rows of one chunk stay together: nobody takes them from a cook who is held up in "
                      "the first");
    note(y, work, context);
}

static void expect_on_demand(int chunk)
{
    struct book b = {.waits_for = whole.height - chunk, .neighbours = judge_team() > 1 ? chunk - 1 : 0};
    uint16_t *out = malloc(sizeof *out * (size_t)(whole.width * whole.height));
    if (judge_team() > 1) // alone nobody can take over
        mandelbrot(&whole, out, judge_team(), chunk, hold_the_first, &b);
    free(out);
}

JUDGE_CASE(held_row, "who is free takes the next row: one that is held up holds up nobody else",
           .analyses = STRUCTURE)
{
    expect_on_demand(1);
    expect_on_demand(8);
}

JUDGE_CASE(neighbours, "`chunk` neighbouring rows stay with one cook, downwards", .analyses = STRUCTURE)
{
    enum { CHUNK = 8 };
    struct book b = {0};
    uint16_t *out = malloc(sizeof *out * (size_t)(whole.width * whole.height));
    struct view v = whole;
    v.height = 44; // the last chunk is a short one
    mandelbrot(&v, out, judge_team(), CHUNK, note, &b);
    for (int y = 0; y < v.height; y++) {
        if (y % CHUNK == 0)
            continue;
        EXPECT_EQ(atomic_load(&b.thread[y]), atomic_load(&b.thread[y - 1]),
                  "rows of one chunk go to one cook");
        EXPECT(atomic_load(&b.turn[y]) > atomic_load(&b.turn[y - 1]),
               "who computes them from the top downwards");
    }
    free(out);
}

JUDGE_CASE(picture, "each pixel and the work of each row are right", .analyses = VALUES)
{
    expect_picture(&whole, 1);
}

JUDGE_CASE(odd_sizes, "so they are in a picture of one row, one column, fewer rows than cooks",
           .analyses = VALUES)
{
    expect_picture(&(struct view){-2, 0, 0.01, 300, 1, 100}, 1);
    expect_picture(&(struct view){-0.5, -1.2, 0.01, 1, 241, 300}, 5);
    expect_picture(&(struct view){-0.75, -0.1, 0.03, 7, 2, 1000}, 3);
    expect_picture(&(struct view){0, 0, 0.1, 1, 1, 1}, 1);
}
