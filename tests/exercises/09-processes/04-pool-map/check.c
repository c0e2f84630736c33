/** @file check.c  What a map over processes promises: one case a promise, read it as the specification. */
#include "pool_map.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <workbook/judge.h>
#include <workbook/must.h>

enum { ITEMS_MAX = 512 };

static long items[ITEMS_MAX], results[ITEMS_MAX];
static int errors[ITEMS_MAX];

/** What the workers tell the check, in memory that all of them share. */
static struct page {
    atomic_int calls[ITEMS_MAX], total, arrived, in_caller;
} * page;

static pid_t caller;

/** Each function begins with this: who is called with what. */
static size_t note(const void *item)
{
    const size_t i = (size_t)((const long *)item - items);
    atomic_fetch_add(&page->calls[i], 1);
    atomic_fetch_add(&page->total, 1);
    if (getpid() == caller)
        atomic_fetch_add(&page->in_caller, 1);
    return i;
}

static int square(const void *item, void *result, void *ctx)
{
    (void)ctx;
    note(item);
    const long n = *(const long *)item;
    *(long *)result = n * n + 1;
    return 0;
}

static void prepare(void)
{
    page = judge_shared(sizeof *page);
    caller = getpid();
    for (size_t i = 0; i < ITEMS_MAX; i++) {
        items[i] = judge_draw(1, 1000000);
        results[i] = -1;
        errors[i] = -1;
    }
}

static struct map_job job_of(size_t count, map_fn *fn, unsigned workers, size_t chunk)
{
    return (struct map_job){.items = items,
                            .count = count,
                            .item_size = sizeof *items,
                            .results = results,
                            .result_size = sizeof *results,
                            .fn = fn,
                            .workers = workers,
                            .chunk = chunk};
}

static void expect_done(size_t i)
{
    EXPECT_ERR(errors[i], 0, "this item did not fail");
    EXPECT_EQ(results[i], items[i] * items[i] + 1, "its result stands in its place");
}

static void expect_failed(size_t i, int error, const char *why)
{
    EXPECT_ERR(errors[i], error, why);
    EXPECT_EQ(results[i], 0, "the result of an item that failed is zero bytes");
}

static void expect_each_once(size_t count)
{
    for (size_t i = 0; i < count; i++)
        EXPECT_EQ(atomic_load(&page->calls[i]), 1, "the function is called once for each item");
    EXPECT_EQ(atomic_load(&page->in_caller), 0, "and never in the caller");
}

static void expect_all(size_t count, unsigned workers, size_t chunk)
{
    prepare();
    const struct map_job job = job_of(count, square, workers, chunk);
    EXPECT_EQ(process_map(&job, errors), 0, "no item failed");
    EXPECT_NO_CHILDREN("each worker was waited for");
    EXPECT_DESCRIPTORS("what was opened to talk to them is closed");
    for (size_t i = 0; i < count; i++)
        expect_done(i);
    expect_each_once(count);
    EXPECT_EQ(results[count], -1, "nothing is written behind the last result");
}

// ---------------------------------------------------------------------------------------------------------
// all done

JUDGE_CASE(order, "results stand in the order of the items, whoever made them")
{
    expect_all(100, 3, 1);
}

JUDGE_CASE(any_size,
           "chunks larger than the rest, more workers than items, one, none: each item is done once")
{
    static const struct {
        size_t count;
        unsigned workers;
        size_t chunk;
    } sizes[] = {{1, 1, 1}, {10, 3, 4},  {10, 2, 100}, {3, 8, 1},
                 {7, 1, 3}, {64, 4, 16}, {5, 0, 0},    {2, 2, 2}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        expect_all(sizes[i].count, sizes[i].workers, sizes[i].chunk);
    expect_all(0, 4, 2);
}

static int fail_some(const void *item, void *result, void *ctx)
{
    const size_t i = note(item);
    (void)ctx;
    *(long *)result = 77; // what has failed has no result, whatever was written
    if (i % 5 == 2)
        return i == 2 ? EDOM : ERANGE;
    *(long *)result = *(const long *)item * *(const long *)item + 1;
    return 0;
}

JUDGE_CASE(failures, "an item that fails has its errno, and zero bytes for a result; the others are done")
{
    prepare();
    const struct map_job job = job_of(20, fail_some, 3, 2);
    EXPECT_EQ(process_map(&job, errors), 4, "so many items failed");
    for (size_t i = 0; i < 20; i++)
        if (i % 5 == 2)
            expect_failed(i, i == 2 ? EDOM : ERANGE, "what the function returned for this item");
        else
            expect_done(i);
    expect_each_once(20);
}

enum { BIG = 200000, BIGS = 12 };

static int paint(const void *item, void *result, void *ctx)
{
    (void)ctx;
    const size_t i = note(item);
    for (size_t k = 0; k < BIG; k++)
        ((unsigned char *)result)[k] = (unsigned char)(i * 31 + k * 7 + (k >> 8));
    return 0;
}

JUDGE_CASE(big_results, "a result that does not fit into any pipe comes whole")
{
    prepare();
    unsigned char *all = malloc((size_t)BIG * BIGS), *one = malloc(BIG);
    struct map_job job = job_of(BIGS, paint, 3, 2);
    job.results = all;
    job.result_size = BIG;
    EXPECT_EQ(process_map(&job, errors), 0, "no item failed");
    for (size_t i = 0; i < BIGS; i++) {
        for (size_t k = 0; k < BIG; k++)
            one[k] = (unsigned char)(i * 31 + k * 7 + (k >> 8));
        EXPECT_BYTES(all + i * BIG, one, BIG, "every byte of this item's result");
    }
    expect_each_once(BIGS);
    free(all);
    free(one);
}

static long side_effects;

static int scribble(const void *item, void *result, void *ctx)
{
    const size_t i = note(item);
    side_effects++;
    ++*(long *)ctx;
    items[i] = 0; // even that
    *(long *)result = (long)i;
    return 0;
}

JUDGE_CASE(own_memory, "what the function writes besides its result stays in the worker")
{
    prepare();
    long context = 5;
    struct map_job job = job_of(8, scribble, 2, 1);
    job.ctx = &context;
    EXPECT_EQ(process_map(&job, errors), 0, "no item failed");
    EXPECT_EQ(side_effects, 0, "a global variable of the caller");
    EXPECT_EQ(context, 5, "what ctx points to");
    for (size_t i = 0; i < 8; i++) {
        EXPECT(items[i] != 0, "an item");
        EXPECT_EQ(results[i], (long)i, "only the result comes home");
    }
}

// ------------------------------------------------------------------------------------------------- who works
// when

enum { CREW = 4 };

static int meet(const void *item, void *result, void *ctx)
{
    atomic_fetch_add(&page->arrived, 1);
    EXPECT_ARRIVAL(&page->arrived, CREW,
                   "four workers, one item each: all four are at work at the same time");
    return square(item, result, ctx);
}

JUDGE_CASE(really_together, "as many processes work at the same time as were asked for")
{
    prepare();
    const struct map_job job = job_of(CREW, meet, CREW, 1);
    EXPECT_EQ(process_map(&job, errors), 0, "no item failed");
    for (size_t i = 0; i < CREW; i++)
        expect_done(i);
}

enum { MANY = 20 };

static int hold_the_first(const void *item, void *result, void *ctx)
{
    const int error = square(item, result, ctx);
    if (item == items)
        EXPECT_ARRIVAL(&page->total, MANY,
                       "while one worker is held by the first item, the other one does all the rest");
    return error;
}

JUDGE_CASE(on_demand, "whoever is done gets the next item; what is not begun waits behind nobody")
{
    prepare();
    const struct map_job job = job_of(MANY, hold_the_first, 2, 1);
    EXPECT_EQ(process_map(&job, errors), 0, "no item failed");
    for (size_t i = 0; i < MANY; i++)
        expect_done(i);
    expect_each_once(MANY);
}

// -----------------------------------------------------------------------------------------------------
// workers die

static int die_at_five(const void *item, void *result, void *ctx)
{
    const int error = square(item, result, ctx);
    if (item == items + 5)
        raise(SIGKILL);
    return error;
}

static int leave_at_five(const void *item, void *result, void *ctx)
{
    const int error = square(item, result, ctx);
    if (item == items + 5)
        _exit(0); // as if all were well
    return error;
}

static void expect_one_lost(map_fn *fn, unsigned workers)
{
    prepare();
    const struct map_job job = job_of(20, fn, workers, 1);
    EXPECT_EQ(process_map(&job, errors), 1, "one item is lost");
    EXPECT_NO_CHILDREN("the dead are waited for, too");
    for (size_t i = 0; i < 20; i++)
        if (i == 5)
            expect_failed(i, EIO, "its worker had it in hand when it died");
        else
            expect_done(i);
    expect_each_once(20);
}

JUDGE_CASE(one_dies, "a worker that dies costs what it had in hand, and no more")
{
    expect_one_lost(die_at_five, 3);
    expect_one_lost(die_at_five, 1);
    expect_one_lost(leave_at_five, 2);
}

static int die_in_chunk(const void *item, void *result, void *ctx)
{
    const int error = square(item, result, ctx);
    if (item == items + 6)
        raise(SIGKILL);
    return error;
}

JUDGE_CASE(chunk_lost, "of the chunk that a dead worker had in hand, what had not come home has failed")
{
    prepare();
    const struct map_job job = job_of(20, die_in_chunk, 2, 4); // the chunk is 4, 5, 6, 7
    const size_t failed = process_map(&job, errors);
    size_t counted = 0;
    for (size_t i = 0; i < 20; i++)
        counted += errors[i] != 0;
    EXPECT_EQ(failed, counted, "the return value counts the errors");
    for (size_t i = 0; i < 20; i++)
        if (i == 6 || i == 7)
            expect_failed(i, EIO, "the one at which it died, and what stood behind it in the chunk");
        else if ((i == 4 || i == 5) && errors[i])
            expect_failed(i, EIO, "done, and lost with its worker");
        else
            expect_done(i);
}

static int die_always(const void *item, void *result, void *ctx)
{
    (void)result, (void)ctx;
    note(item);
    raise(SIGKILL);
    return 0;
}

JUDGE_CASE(all_die, "if every item kills its worker, every item has failed, and the call ends")
{
    prepare();
    const struct map_job job = job_of(9, die_always, 3, 1);
    EXPECT_EQ(process_map(&job, errors), 9, "all items failed");
    for (size_t i = 0; i < 9; i++)
        expect_failed(i, EIO, "its worker had it in hand when it died");
    expect_each_once(9);
}

JUDGE_CASE(half_a_result, "half a result is no result")
{
    prepare();
    judge_kill((struct judge_death){.child = 0, .at = "write", .when = JUDGE_AMID});
    unsigned char *all = malloc((size_t)BIG * BIGS);
    struct map_job job = job_of(BIGS, paint, 2, 1);
    job.results = all;
    job.result_size = BIG;
    EXPECT_EQ(process_map(&job, errors), 1, "the first worker died in mid-write: one item is lost");
    for (size_t i = 0; i < BIGS; i++) {
        EXPECT(errors[i] == 0 || errors[i] == EIO, "each item is done, or was lost with its worker");
        const bool painted = all[i * BIG + 1] == (unsigned char)(i * 31 + 7);
        EXPECT_EQ(painted, errors[i] == 0,
                  "what came in part only is not delivered: its result is zero bytes");
    }
    free(all);
}

JUDGE_CASE(dead_on_arrival, "a worker that dies before it begins costs what it was given, and no more")
{
    prepare();
    judge_kill((struct judge_death){.child = 1});
    const struct map_job job = job_of(20, square, 2, 1);
    const size_t failed = process_map(&job, errors);
    size_t counted = 0;
    EXPECT_NO_CHILDREN("the dead are waited for, too");
    for (size_t i = 0; i < 20; i++)
        if (errors[i] == 0)
            expect_done(i);
        else
            expect_failed(i, EIO, "given to a worker that was dead"), counted++;
    EXPECT(counted <= 1, "one item at the most: that which this worker had in hand");
    EXPECT_EQ(failed, counted, "the return value counts the errors");
}

// ----------------------------------------------------------------------------------------------------- no
// room, rough

JUDGE_CASE(no_room, "with fewer workers than asked for all is done; with none, each item has the reason")
{
    for (int k = 0; k < 3; k++) {
        prepare();
        judge_fail("fork", k, EAGAIN);
        const struct map_job job = job_of(12, square, 3, 1);
        const size_t failed = process_map(&job, errors);
        judge_fail("fork", -1, 0);
        EXPECT_NO_CHILDREN("whoever was started was waited for");
        EXPECT_DESCRIPTORS("what was opened for a worker that could not be started is closed");
        size_t counted = 0;
        for (size_t i = 0; i < 12; i++)
            if (errors[i] == 0)
                expect_done(i);
            else
                expect_failed(i, EAGAIN, "what fork said"), counted++;
        EXPECT_EQ(failed, counted, "the return value counts the errors");
        if (k > 0)
            EXPECT_EQ(counted, 0, "a worker was there, so all is done");
    }
}

static void expect_rough(void)
{
    expect_all(40, 3, 4);
    prepare();
    unsigned char *all = malloc((size_t)BIG * 3);
    struct map_job job = job_of(3, paint, 2, 1);
    job.results = all;
    job.result_size = BIG;
    EXPECT_EQ(process_map(&job, errors), 0, "no item failed");
    for (size_t i = 0; i < 3; i++)
        EXPECT_EQ(all[i * BIG + BIG - 1], (unsigned char)(i * 31 + (BIG - 1) * 7 + ((BIG - 1) >> 8)),
                  "the last byte, too");
    free(all);
}

JUDGE_CASE(pieces, "reads and writes that move little lose nothing", .seconds = 60)
{
    judge_pieces(5000);
    expect_rough();
    judge_pieces(1);
    expect_all(12, 2, 3);
}

JUDGE_CASE(interrupted, "calls that a signal interrupts are done again", .seconds = 60)
{
    judge_interrupt(2);
    expect_rough();
}

JUDGE_CASE(others, "another child of the caller stays for whoever waits for it")
{
    siginfo_t ended;
    const pid_t other = MUST_SYS(fork());
    if (other == 0)
        _exit(7);
    MUST_SYS(waitid(P_PID, (id_t)other, &ended, WEXITED | WNOWAIT));
    prepare();
    const struct map_job job = job_of(10, die_at_five, 2, 1);
    EXPECT_EQ(process_map(&job, errors), 1, "one item is lost, nine are done");
    int status = 0;
    EXPECT_EQ(waitpid(other, &status, WNOHANG), other,
              "the other child was the caller's to wait for, and still is");
    EXPECT_ENDING(status, W_EXITCODE(7, 0), "and has its own ending");
}

JUDGE_CASE(no_double_output, "what waits in the caller's stdio buffers is printed once")
{
    char path[PATH_MAX], text[64] = "";
    snprintf(path, sizeof path, "%s/menu", judge_folder());
    FILE *menu = fopen(path, "w+e");
    EXPECT(menu != NULL, "the check can write its file");
    fprintf(menu, "soup");
    prepare();
    const struct map_job job = job_of(6, square, 2, 1);
    EXPECT_EQ(process_map(&job, errors), 0, "no item failed");
    fflush(menu);
    rewind(menu);
    EXPECT_EQ(fread(text, 1, sizeof text - 1, menu), 4,
              "fork copies the buffers: a worker ends with _exit, not exit");
    fclose(menu);
}

// -------------------------------------------------------------------------------------------------- who does
// the work

enum { PAIRS = 8 };

/** Two have to be at it at the same time: the first waits for the second. */
static int compute_in_pairs(const void *item, void *result, void *ctx)
{
    const int number = atomic_fetch_add(&page->arrived, 1);
    EXPECT_COMPANY(&page->arrived, number / 2 * 2 + 2, "two workers: two items are in work at the same time");
    return square(item, result, ctx);
}

JUDGE_CASE(spread, "the computing is done by the workers, several at a time", .analyses = JUDGE_BALANCE)
{
    prepare();
    const struct map_job job = job_of(2 * PAIRS, compute_in_pairs, 2, 1);
    EXPECT_EQ(process_map(&job, errors), 0, "no item failed");
    EXPECT_NO_CHILDREN("each worker was waited for");
    EXPECT_SHARED(atomic_load(&page->in_caller) == 0, "the workers compute, and the caller waits for them");
}

static int hold_until_blocked(const void *item, void *result, void *ctx)
{
    const int error = square(item, result, ctx);
    EXPECT_BLOCKED("the caller sleeps until a worker has something to say; it does not ask again and again");
    return error;
}

JUDGE_CASE(sleeps, "while the workers work, the caller sleeps", .analyses = JUDGE_RUN, .seconds = 60)
{
    static const struct {
        size_t count;
        unsigned workers;
    } sizes[] = {{1, 1}, {2, 2}, {3, 1}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        prepare();
        const struct map_job job = job_of(sizes[i].count, hold_until_blocked, sizes[i].workers, 1);
        EXPECT_EQ(process_map(&job, errors), 0, "no item failed");
    }
    JUDGE_HOLD_WRITES("waitpid sleeps until a worker has ended, also one that is about to end");
    prepare();
    const struct map_job job = job_of(2, square, 2, 1);
    EXPECT_EQ(process_map(&job, errors), 0, "no item failed");
}
