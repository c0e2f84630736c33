/** @file check.c  What send_slips promises: one case a promise, read it as the specification.
 *
 *  The cases of `memory` come first and look at no value: who passes one slip to all gets the verdict `race`,
 *  whichever cook read what this time. */
#include "order_slips.h"

#include <errno.h>
#include <pthread.h>
#include <workbook/judge.h>
#include <workbook/must.h>

enum { COOKS_MAX = 64, FIRST_TABLE = 10 };

static const char *const menu[] = {"soup", "fish", "pie", "plum cake"};

/** What the cooks know of the evening. */
struct kitchen {
    struct judge_meeting together;
    struct judge_meeting all_have_written;
    const struct slip *written; // what the waiter wrote; nobody changes it
    int n;
};

/** Slip i of an evening: no two have the same table. */
static struct slip slip_of(int i)
{
    return (struct slip){.table = FIRST_TABLE + i, .dish = menu[i % 4], .portions = 1 + i % 3};
}

static void write_slips(struct slip *slips, int n)
{
    for (int i = 0; i < n; i++)
        slips[i] = slip_of(i);
}

// ------------------------------------------------------------------------------------------ how long a slip lives

static void write_when_all_are_here(struct slip *slip, void *ctx)
{
    struct kitchen *k = ctx;
    judge_meet(&k->together, slip->table);
    slip->portions++;
}

JUDGE_CASE(lives, "a slip is there as long as its cook works with it", .analyses = JUDGE_MEMORY)
{
    struct slip slips[3];
    write_slips(slips, 3);
    struct kitchen k = {.together = JUDGE_MEETING(3, "cook of table")};
    EXPECT_ERR(send_slips(slips, 3, write_when_all_are_here, &k), 0, "three cooks can be started");
}

static void meet_others(struct slip *slip, void *ctx)
{
    struct kitchen *k = ctx;
    judge_meet(&k->together, slip->table);
}

JUDGE_CASE(many, "64 slips go out as well as two", .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    struct slip slips[COOKS_MAX];
    write_slips(slips, COOKS_MAX);
    struct kitchen k = {.together = JUDGE_MEETING(COOKS_MAX, "cook of table")};
    EXPECT_ERR(send_slips(slips, COOKS_MAX, meet_others, &k), 0, "64 cooks can be started");
}

// ------------------------------------------------------------------------------------------------- who gets what

static void log_table(struct slip *slip, void *ctx)
{
    const struct kitchen *k = ctx;
    const int i = slip->table - FIRST_TABLE;
    EXPECT(i >= 0 && i < k->n, "a cook gets a slip that the waiter wrote, and nothing else");
    EXPECT_EQ(slip->dish, k->written[i].dish, "the dish is the one of this table");
    EXPECT_EQ(slip->portions, k->written[i].portions, "the portions are those of this table");
    judge_log("cooked for table", slip->table);
}

JUDGE_CASE(own_slip, "each slip reaches exactly one cook", .analyses = JUDGE_RUN | JUDGE_EXPLORE)
{
    const int n = (int)judge_draw(2, JUDGE_SIZE(12, 3));
    struct slip slips[12];
    write_slips(slips, n);
    struct kitchen k = {.written = slips, .n = n};
    EXPECT_ERR(send_slips(slips, n, log_table, &k), 0, "all cooks can be started, so there is no error");
    EXPECT_EQ(judge_log_count("cooked for table"), n, "there are as many cooks as slips");
    for (int i = 0; i < n; i++)
        EXPECT(judge_log_position("cooked for table", slips[i].table) >= 0,
               "no slip is lost, and none is given to two cooks in place of another");
}

JUDGE_CASE(together, "all cooks are at work at the same time", .analyses = JUDGE_RUN | JUDGE_EXPLORE)
{
    const int n = JUDGE_SIZE(5, 2);
    struct slip slips[5];
    write_slips(slips, n);
    struct kitchen k = {.together = JUDGE_MEETING(n, "cook of table")};
    EXPECT_ERR(send_slips(slips, n, meet_others, &k), 0, "all cooks can be started, so there is no error");
}

static void scribble(struct slip *slip, void *ctx)
{
    struct kitchen *k = ctx;
    const int table = slip->table;
    slip->table = -table;
    slip->dish = "eaten";
    slip->portions = 100 + table;
    judge_meet(&k->all_have_written, table);
    EXPECT_EQ(slip->table, -table, "no other cook writes on this cook's slip");
    EXPECT_EQ(slip->portions, 100 + table, "no other cook writes on this cook's slip");
}

JUDGE_CASE(own_copy, "a cook may write on its slip, and nobody else sees it",
           .analyses = JUDGE_RUN | JUDGE_EXPLORE)
{
    const int n = JUDGE_SIZE(6, 2);
    struct slip slips[6];
    write_slips(slips, n);
    struct kitchen k = {.all_have_written = JUDGE_MEETING(n, "cook of table")};
    EXPECT_ERR(send_slips(slips, n, scribble, &k), 0, "all cooks can be started, so there is no error");
    for (int i = 0; i < n; i++) {
        EXPECT_EQ(slips[i].table, slip_of(i).table, "the caller's slips are as they were: cooks get copies");
        EXPECT_EQ(slips[i].dish, slip_of(i).dish, "the caller's slips are as they were: cooks get copies");
        EXPECT_EQ(slips[i].portions, slip_of(i).portions, "the caller's slips are as they were: cooks get copies");
    }
}

// --------------------------------------------------------------------------------------------- two waiters at once

struct waiter {
    struct slip slips[1];
    struct kitchen kitchen;
    int error; // owned by the waiter's thread, read after its join
};

static void *serve(void *argument)
{
    struct waiter *w = argument;
    w->error = send_slips(w->slips, 1, log_table, &w->kitchen);
    return NULL;
}

JUDGE_CASE(two_waiters, "two callers at once do not disturb each other", .analyses = JUDGE_EXPLORE)
{
    static struct waiter waiter[2];
    pthread_t thread;
    for (int i = 0; i < 2; i++) {
        write_slips(waiter[i].slips, 1);
        waiter[i].kitchen = (struct kitchen){.written = waiter[i].slips, .n = 1};
    }
    MUST(pthread_create(&thread, NULL, serve, &waiter[0]));
    serve(&waiter[1]);
    MUST(pthread_join(thread, NULL));
    EXPECT_ERR(waiter[0].error, 0, "the first caller's cooks can be started");
    EXPECT_ERR(waiter[1].error, 0, "the second caller's cooks can be started");
    EXPECT_EQ(judge_log_count("cooked for table"), 2, "each slip of each caller is cooked once");
}

// -------------------------------------------------------------------------------------------- what can go wrong

static void count(struct slip *slip, void *ctx)
{
    (void)slip, (void)ctx;
    judge_log("cook", 0);
}

JUDGE_CASE(none, "no slips are no error; a negative number, no slips or no function are")
{
    struct slip slip = slip_of(0);
    EXPECT_ERR(send_slips(&slip, 0, count, NULL), 0, "nothing to cook is finished at once");
    EXPECT_ERR(send_slips(NULL, 0, count, NULL), 0, "who has no slips needs no array");
    EXPECT_ERR(send_slips(&slip, -1, count, NULL), EINVAL, "there is no negative number of slips");
    EXPECT_ERR(send_slips(NULL, 1, count, NULL), EINVAL, "one slip is promised, and there is none");
    EXPECT_ERR(send_slips(&slip, 1, NULL, NULL), EINVAL, "a cook without work cannot be called");
    EXPECT_EQ(judge_threads_created(), 0, "none of these starts a thread");
}

JUDGE_CASE(no_room, "a cook that cannot be started is reported; those before are waited for")
{
    const int n = JUDGE_SIZE(6, 3), missing = (int)judge_draw(0, n - 1);
    struct slip slips[6];
    write_slips(slips, n);
    judge_fail("pthread_create", missing, EAGAIN);
    const int error = send_slips(slips, n, count, NULL);
    EXPECT_JOINED("those already started are waited for, also when the next one fails");
    EXPECT_ERR(error, EAGAIN, "pthread_create returns its error: hand it on");
    EXPECT_EQ(judge_log_count("cook"), missing, "who was started works; after the first failure nobody is started");
}

/** Lets the first, second, … call of @p function fail, until a run needs fewer calls than that. */
static void fail_each(const char *function)
{
    struct slip slips[3];
    write_slips(slips, 3);
    for (int k = 0;; k++) {
        const int before = judge_calls(function);
        judge_fail(function, k, ENOMEM);
        const int error = send_slips(slips, 3, count, NULL);
        EXPECT_JOINED("those already started are waited for");
        if (judge_calls(function) - before <= k) {
            EXPECT_ERR(error, 0, "with enough memory there is no error");
            break;
        }
        EXPECT_ERR(error, ENOMEM, "a failed allocation is reported as ENOMEM");
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
