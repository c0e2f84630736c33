/** @file check.c  What parallel_stats promises: one case a promise, read it as the specification.
 *
 *  The cases of `memory` come first and look at no value that threads could spoil for each other: so a result on
 *  a dead stack is a crash, and a total that all add to is a race, in this order. */
#include "parallel_stats.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/judge.h>
#include <workbook/must.h>

enum { SMALL = 20, THREADS_SMALL = 8 };

// ------------------------------------------------------------------------------------------ the plain answer

static struct stats plainly(const int *a, size_t n)
{
    struct stats s = {.sum = a[0], .min = a[0], .max = a[0], .count = n};
    for (size_t i = 1; i < n; i++) {
        s.sum += a[i];
        s.min = a[i] < s.min ? a[i] : s.min;
        s.max = a[i] > s.max ? a[i] : s.max;
    }
    return s;
}

/** Exactly as large as n integers, so that memory finds a step beside it. */
static int *drawn(size_t n, long low, long high)
{
    int *a = malloc(n * sizeof *a);
    for (size_t i = 0; i < n; i++)
        a[i] = (int)judge_draw(low, high);
    return a;
}

static void agrees(const int *a, size_t n, int threads)
{
    const struct stats right = plainly(a, n);
    struct stats s = {.sum = -1, .min = 1, .max = -1, .count = n + 1};
    EXPECT_ERR(parallel_stats(a, n, threads, &s), 0, "there are integers and threads, so there is no error");
    EXPECT_EQ(s.count, right.count, "each integer is counted once");
    EXPECT_EQ(s.sum, right.sum, "the sum is that of a plain loop");
    EXPECT_EQ(s.min, right.min, "the smallest is that of a plain loop");
    EXPECT_EQ(s.max, right.max, "the largest is that of a plain loop");
}

// ------------------------------------------------------------------------------- memory: where the results lie

JUDGE_CASE(lives, "each result lies in memory that is still there when it is read", .analyses = JUDGE_MEMORY)
{
    // A thread is dear here: every remainder, more threads than integers, and the largest of both for whoever has room
    // for fewer.
    static const size_t sizes[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, SMALL};
    static const int numbers[] = {1, 2, 3, 4, 5, 6, THREADS_SMALL};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
            int *a = drawn(sizes[i], -9, 9);
            struct stats s;
            EXPECT_ERR(parallel_stats(a, sizes[i], numbers[k], &s), 0,
                       "there are integers and threads, so there is no error");
            free(a);
        }
}

JUDGE_CASE(no_overflow, "the sum has room for integers of any size", .analyses = JUDGE_MEMORY)
{
    struct stats s;
    EXPECT_ERR(parallel_stats((const int[]){INT_MAX, INT_MAX, INT_MAX}, 3, 1, &s), 0, "a large sum is no error");
    EXPECT_ERR(parallel_stats((const int[]){INT_MIN, INT_MIN, INT_MIN}, 3, 1, &s), 0, "a large sum is no error");
}

JUDGE_CASE(how_many, "never more threads than integers, and never fewer than asked for",
           .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    static const int asked[] = {1, 2, 4, 5, 6, 1000, INT_MAX};
    int *a = drawn(5, -9, 9);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        const int before = judge_threads_created(), slices = asked[i] < 5 ? asked[i] : 5;
        struct stats s;
        EXPECT_ERR(parallel_stats(a, 5, asked[i], &s), 0, "more threads than integers are no error");
        const int created = judge_threads_created() - before;
        EXPECT(created <= slices, "a thread without an integer has nothing to do");
        EXPECT(created >= slices - 1, "one thread a slice; only one of the slices may be the caller's own");
    }
    free(a);
}

// ---------------------------------------------------------------------------------------- the right numbers

JUDGE_CASE(small, "the result is that of a plain loop, however the integers are cut",
           .analyses = JUDGE_RUN | JUDGE_EXPLORE)
{
    const size_t sizes = JUDGE_SIZE(SMALL, 5);
    const int most = JUDGE_SIZE(THREADS_SMALL, 2);
    for (size_t n = JUDGE_SIZE(1, 4); n <= sizes; n++)
        for (int threads = JUDGE_SIZE(1, 2); threads <= most; threads++) {
            int *a = drawn(n, INT_MIN, INT_MAX);
            agrees(a, n, threads);
            free(a);
        }
}

JUDGE_CASE(one_sign, "all above zero, or all below: the smallest and the largest are integers of the array",
           .analyses = JUDGE_RUN | JUDGE_EXPLORE)
{
    agrees((const int[]){5, 7, 6, 9}, 4, 2);
    agrees((const int[]){-5, -7, -6, -9}, 4, 2);
}

JUDGE_CASE(extremes, "the sum is exact where an int is too small for it", .analyses = JUDGE_RUN | JUDGE_EXPLORE)
{
    agrees((const int[]){INT_MAX, INT_MAX, INT_MAX}, 3, 2);
    agrees((const int[]){INT_MIN, INT_MIN, INT_MIN}, 3, 2);
    agrees((const int[]){INT_MIN, INT_MAX, INT_MIN}, 3, 2);
}

JUDGE_CASE(exact, "the sum is exact where a double is not", .analyses = JUDGE_RUN)
{
    const size_t n = 5000001;
    int *a = malloc(n * sizeof *a);
    EXPECT(a, "the check has memory for its integers");
    for (size_t i = 0; i < n; i++)
        a[i] = INT_MAX;
    agrees(a, n, 1);
    agrees(a, n, 2);
    free(a);
}

JUDGE_CASE(only_read, "the array is as it was", .analyses = JUDGE_RUN | JUDGE_EXPLORE)
{
    int *a = drawn(7, -9, 9), *before = malloc(7 * sizeof *before);
    memcpy(before, a, 7 * sizeof *a);
    agrees(a, 7, 2);
    EXPECT_BYTES(a, before, 7 * sizeof *a, "the array is the caller's, and other threads may be reading it");
    free(before);
    free(a);
}

// ---------------------------------------------------------------------------------------- two calls at once

struct caller {
    int *a;
    struct stats found; // owned by the caller's thread, read after its join
    int error;
};

static void *call(void *argument)
{
    struct caller *c = argument;
    c->error = parallel_stats(c->a, 2, 2, &c->found);
    return NULL;
}

JUDGE_CASE(two_callers, "two calls at once do not disturb each other", .analyses = JUDGE_EXPLORE)
{
    struct caller one = {.a = drawn(2, 1, 9)}, other = {.a = drawn(2, 11, 19)};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, call, &one));
    call(&other);
    MUST(pthread_join(thread, NULL));
    EXPECT_ERR(one.error, 0, "there is no error");
    EXPECT_ERR(other.error, 0, "there is no error");
    EXPECT_EQ(one.found.sum, plainly(one.a, 2).sum, "each caller gets the sum of its own array");
    EXPECT_EQ(other.found.sum, plainly(other.a, 2).sum, "each caller gets the sum of its own array");
    free(one.a);
    free(other.a);
}

// ------------------------------------------------------------------------------------------- what can go wrong

static const struct stats untouched = {.sum = -4711, .min = 4711, .max = -4711, .count = 4711};

static void is_untouched(const struct stats *s)
{
    EXPECT_EQ(s->sum, untouched.sum, "on an error *out is left as it was");
    EXPECT_EQ(s->min, untouched.min, "on an error *out is left as it was");
    EXPECT_EQ(s->max, untouched.max, "on an error *out is left as it was");
    EXPECT_EQ(s->count, untouched.count, "on an error *out is left as it was");
}

JUDGE_CASE(refused, "no integers, no threads and no pointers are refused, and *out is left as it was")
{
    const int a[] = {1, 2, 3};
    struct stats s = untouched;
    EXPECT_ERR(parallel_stats(a, 0, 2, &s), EINVAL, "nothing has no smallest integer");
    EXPECT_ERR(parallel_stats(a, 3, 0, &s), EINVAL, "without threads nobody counts");
    EXPECT_ERR(parallel_stats(a, 3, -1, &s), EINVAL, "there is no negative number of threads");
    EXPECT_ERR(parallel_stats(NULL, 3, 2, &s), EINVAL, "three integers are promised, and there are none");
    EXPECT_ERR(parallel_stats(a, 3, 2, NULL), EINVAL, "there is no place for the result");
    is_untouched(&s);
    EXPECT_EQ(judge_threads_created(), 0, "none of these starts a thread");
}

JUDGE_CASE(no_room, "a thread that cannot be started is reported; *out is left as it was")
{
    const int threads = JUDGE_SIZE(6, 3), missing = (int)judge_draw(0, threads - 2);
    int *a = drawn((size_t)threads * 2, -9, 9);
    struct stats s = untouched;
    judge_fail("pthread_create", missing, EAGAIN);
    const int error = parallel_stats(a, (size_t)threads * 2, threads, &s);
    EXPECT_JOINED("those already started are waited for, also when the next one fails");
    EXPECT_ERR(error, EAGAIN, "pthread_create returns its error: hand it on");
    EXPECT_EQ(judge_threads_created(), missing, "after the first failure nobody else is started");
    is_untouched(&s);
    free(a);
}

/** Lets the first, second, … call of @p function fail, until a run needs fewer calls than that. */
static void fail_each(const char *function)
{
    const int a[] = {3, 1, 2, 5, 4};
    for (int k = 0;; k++) {
        struct stats s = untouched;
        const int before = judge_calls(function);
        judge_fail(function, k, ENOMEM);
        const int error = parallel_stats(a, 5, 3, &s);
        EXPECT_JOINED("those already started are waited for");
        if (judge_calls(function) - before <= k) {
            EXPECT_ERR(error, 0, "with enough memory there is no error");
            break;
        }
        EXPECT_ERR(error, ENOMEM, "a failed allocation is reported as ENOMEM");
        is_untouched(&s);
    }
    judge_fail(function, -1, 0);
}

JUDGE_CASE(no_memory, "without memory the error says so, and nothing is left behind",
           .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    fail_each("malloc");
    fail_each("calloc");
    fail_each("realloc");
}

// ------------------------------------------------------------------------------------------------ who does what

/** Whose slice integer @p i is in: that of the created thread that reads it; the caller's if none does. The caller
 *  may look at any before, and all may begin with the first. */
static int owner(size_t i)
{
    int found = 0;
    for (int thread = 1; thread <= judge_threads_created(); thread++)
        if (judge_has_read(thread, i ? i : 1)) {
            EXPECT_EQ(found, 0, "each integer is in one slice: no second thread needs to read it");
            found = thread;
        }
    return found;
}

static void is_cut_evenly(size_t n, size_t threads)
{
    int *a = drawn(n, -9, 9);
    struct stats s;
    judge_watch(a, sizeof *a, n);
    EXPECT_ERR(parallel_stats(a, n, (int)threads, &s), 0, "there are integers and threads, so there is no error");

    size_t slices = 0, length = 0, shortest = n, longest = 0;
    for (size_t i = 0; i < n; i++) {
        length++;
        if (i + 1 < n && owner(i + 1) == owner(i))
            continue;
        shortest = length < shortest ? length : shortest;
        longest = length > longest ? length : longest;
        length = 0;
        slices++;
    }
    EXPECT_EQ(slices, threads, "each thread takes one slice, and its integers are neighbours");
    EXPECT_EQ(longest, (n + threads - 1) / threads, "what is left over goes to as many slices, one each");
    EXPECT_EQ(shortest, n / threads, "no two slices differ by more than one in length");
    free(a);
}

JUDGE_CASE(slices, "slices are of neighbours, and differ by at most one in length", .analyses = JUDGE_EXPLORE)
{
    is_cut_evenly(8, 3);
    is_cut_evenly(7, 3);
    is_cut_evenly(11, 4);
}

JUDGE_CASE(spread, "each thread does its share of the work", .analyses = JUDGE_BALANCE)
{
    enum { THREADS = 4 };
    const size_t n = 400000;
    int *a = calloc(n, sizeof *a);
    struct stats s;
    EXPECT(a, "the check has memory for its integers");
    judge_work_begin();
    EXPECT_ERR(parallel_stats(a, n, THREADS, &s), 0, "there are integers and threads, so there is no error");
    EXPECT_BALANCED(THREADS, "slices differ by at most one in length, so all threads have the same to do");
    EXPECT_EQ(s.count, n, "each integer is counted once");
    free(a);
}
