/** @file check.c  What blur() promises: one case a promise, read it as the specification. */
#include "blur.h"

#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/judge.h>

enum { VALUES = JUDGE_OPENMP | JUDGE_RUN | JUDGE_MEMORY, UNTOUCHED = 0xa5 };

static size_t bytes_of(const struct image *i)
{
    return 3 * (size_t)i->width * (size_t)i->height;
}

// Each picture in a block of its own, so that a step beside it is seen by the analysis `memory`.
static struct image filled(int width, int height, int value)
{
    struct image i = {width, height, NULL};
    i.rgb = malloc(bytes_of(&i));
    memset(i.rgb, value, bytes_of(&i));
    return i;
}

static struct image drawn(int width, int height)
{
    struct image i = filled(width, height, 0);
    for (size_t k = 0; k < bytes_of(&i); k++)
        i.rgb[k] = (uint8_t)judge_random();
    return i;
}

// As the contract reads: of n places on a line, those within the radius of place `at`.
static uint8_t mean(const uint8_t *first, size_t stride, long at, long n, long radius)
{
    long sum = 0, count = 0;
    for (long k = 0; k < n; k++) {
        if (labs(k - at) > radius)
            continue;
        sum += first[(size_t)k * stride];
        count++;
    }
    return (uint8_t)((sum + count / 2) / count);
}

static struct image blurred_alone(const struct image *in, int radius)
{
    const size_t row = 3 * (size_t)in->width;
    struct image rows = filled(in->width, in->height, 0), out = filled(in->width, in->height, 0);
    for (int y = 0; y < in->height; y++)
        for (size_t i = 0; i < row; i++)
            rows.rgb[(size_t)y * row + i] =
                mean(in->rgb + (size_t)y * row + i % 3, 3, (long)(i / 3), in->width, radius);
    for (int y = 0; y < in->height; y++)
        for (size_t i = 0; i < row; i++)
            out.rgb[(size_t)y * row + i] = mean(rows.rgb + i, row, y, in->height, radius);
    free(rows.rgb);
    return out;
}

static void expect_blurred(struct image in, int radius)
{
    struct image right = blurred_alone(&in, radius), before = filled(in.width, in.height, 0),
                 found = filled(in.width, in.height, UNTOUCHED);
    memcpy(before.rgb, in.rgb, bytes_of(&in));
    EXPECT_ERR(blur(&found, &in, radius), 0, "a picture with pixels can be blurred");
    EXPECT_BYTES(found.rgb, right.rgb, bytes_of(&in),
                 "each byte is the mean along its column of the means along the rows, as one thread computes "
                 "them");
    EXPECT_BYTES(in.rgb, before.rgb, bytes_of(&in), "the picture that is read stays as it is");
    free(right.rgb);
    free(before.rgb);
    free(found.rgb);
    free(in.rgb);
}

JUDGE_CASE(wrong_arguments, "a negative radius, a picture without pixels and two sizes are refused",
           .analyses = JUDGE_FACTS | JUDGE_RUN, .team = 2)
{
    struct image in = drawn(4, 3), out = filled(4, 3, UNTOUCHED);
    EXPECT_ERR(blur(&out, &in, -1), EINVAL, "a radius below 0");
    out.width = 3, out.height = 4;
    EXPECT_ERR(blur(&out, &in, 1), EINVAL, "as many pixels in another shape are another size");
    out.width = 3, out.height = 3;
    EXPECT_ERR(blur(&out, &in, 1), EINVAL, "two widths");
    out.width = 4, out.height = 2;
    EXPECT_ERR(blur(&out, &in, 1), EINVAL, "two heights");
    for (int less = 0; less >= -1; less--) {
        out.width = in.width = 4, out.height = in.height = less;
        EXPECT_ERR(blur(&out, &in, 1), EINVAL, "a picture without rows");
        out.width = in.width = less, out.height = in.height = 3;
        EXPECT_ERR(blur(&out, &in, 1), EINVAL, "a picture without columns");
    }
    for (int k = 0; k < 4 * 3 * 3; k++)
        EXPECT_EQ(out.rgb[k], UNTOUCHED, "what was refused has written nothing");
    free(in.rgb);
    free(out.rgb);
}

JUDGE_CASE(few_regions, "the team is hired once, twice at most, and nobody stands in line at a lock",
           .analyses = JUDGE_FACTS)
{
    struct image in = drawn(64, 48), out = filled(64, 48, 0);
    judge_facts_begin();
    blur(&out, &in, 3);
    const struct judge_facts f = judge_facts_end();
    EXPECT_SHARED(f.largest_team == judge_team(), "the picture is divided over the whole team");
    EXPECT_SHARED(f.locks <= 2 * judge_team(),
                  "no pixel and no row needs a lock: each is written by one thread");
    EXPECT_SHARED(f.ordered == 0, "nor a turn: in an ordered section each row waits for the one above");
    EXPECT(f.regions <= 2, "a region costs microseconds to begin and to end: one for both passes, or one for "
                           "each, not one for each row");
    free(in.rgb);
    free(out.rgb);
}

JUDGE_CASE(rows_and_columns, "each pixel is the mean of those around it, along the rows and then the columns",
           .analyses = VALUES)
{
    expect_blurred(drawn(61, 47), 3);
    expect_blurred(drawn(53, 71), 6);
}

JUDGE_CASE(borders,
           "at the border only those pixels count that exist: one row, one column, more radius than picture",
           .analyses = VALUES)
{
    expect_blurred(drawn(97, 1), 2);
    expect_blurred(drawn(1, 89), 4);
    expect_blurred(drawn(1, 1), 1);
    expect_blurred(drawn(7, 5), 6);
    expect_blurred(drawn(13, 2), (int)judge_draw(3, 30));
}

JUDGE_CASE(any_radius, "a radius of 0 copies, and one of INT_MAX takes in all", .analyses = VALUES)
{
    expect_blurred(drawn(31, 17), 0);
    expect_blurred(drawn(31, 17), INT_MAX);
}

JUDGE_CASE(white, "what is white everywhere stays white", .analyses = VALUES)
{
    expect_blurred(filled(300, 40, 255), 260); // their sum needs more than 16 bits
}

static void expect_refused(struct image *out, const struct image *in, const char *function, int k)
{
    memset(out->rgb, UNTOUCHED, bytes_of(out));
    judge_fail(function, k, ENOMEM);
    EXPECT_ERR(blur(out, in, 2), ENOMEM, "one of the blur's calls for memory has failed");
    judge_fail(function, -1, 0);
    for (size_t i = 0; i < bytes_of(out); i++)
        EXPECT_EQ(out->rgb[i], UNTOUCHED, "nothing is written before all memory is there");
}

JUDGE_CASE(no_memory, "without memory nothing is written, nothing is lost, and the answer is ENOMEM",
           .analyses = VALUES)
{
    enum { FUNCTIONS = 4, CALLS_MAX = 8 };
    static const char *const functions[FUNCTIONS] = {"malloc", "calloc", "realloc", "aligned_alloc"};
    int calls[FUNCTIONS];
    struct image in = drawn(40, 30), out = filled(40, 30, 0);
    blur(&out, &in, 2);
    int once = 0, twice = 0;
    for (int f = 0; f < FUNCTIONS; f++)
        once += calls[f] = judge_calls(functions[f]); // of one blur
    blur(&out, &in, 2);
    for (int f = 0; f < FUNCTIONS; f++)
        twice += judge_calls(functions[f]);
    EXPECT(once == 0 || twice > once, "a second blur asks for memory again: the first has kept none");
    for (int f = 0; f < FUNCTIONS; f++)
        for (int k = 0; k < calls[f] && k < CALLS_MAX; k++)
            expect_refused(&out, &in, functions[f], k);
    free(in.rgb);
    free(out.rgb);
}

static size_t bytes_held(void)
{
    const struct mallinfo2 m = mallinfo2();
    return m.uordblks + m.hblkhd;
}

// A small picture first: what the run-time of OpenMP allocates once for a team is not the blur's.
JUDGE_CASE(keeps_nothing, "what it allocates it gives back", .analyses = JUDGE_RUN)
{
    struct image small = drawn(8, 8), in = drawn(640, 480), out = filled(640, 480, 0);
    out.width = out.height = 8;
    blur(&out, &small, 2);
    out.width = 640, out.height = 480;
    const size_t before = bytes_held();
    blur(&out, &in, 2);
    EXPECT(
        bytes_held() < before + bytes_of(&in) / 2,
        "the picture between the passes goes when blur() ends: nobody knows whether there will be another");
    free(small.rgb);
    free(in.rgb);
    free(out.rgb);
}

// Of a wide picture nearly all work is along the rows, of a tall one along the columns.
static void expect_divided(int width, int height, int radius, const char *why)
{
    struct image in = filled(width, height, 0), out = filled(width, height, 0);
    for (size_t k = 0; k < bytes_of(&in); k++)
        in.rgb[k] = (uint8_t)(k * 2654435761u >> 13);
    judge_work_begin();
    do // a quick blur has to be asked more often until there is enough work to see how it is divided
        blur(&out, &in, radius);
    while (judge_work_ms() < 60);
    EXPECT_BALANCED(judge_team(), why);
    free(in.rgb);
    free(out.rgb);
}

JUDGE_CASE(rows_divided, "each thread does a fair share of the rows", .analyses = JUDGE_BALANCE)
{
    expect_divided(4000, 40, 200, "the means along the rows are divided over the team");
}

JUDGE_CASE(columns_divided, "each thread does a fair share of the columns", .analyses = JUDGE_BALANCE)
{
    expect_divided(20, 5000, 1000, "the means along the columns are divided over the team");
}
