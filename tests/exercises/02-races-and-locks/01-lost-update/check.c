/** @file check.c  What the tally promises: one case a promise, read it as the specification. */
#include "tally.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stddef.h>
#include <workbook/judge.h>
#include <workbook/must.h>

/** What one cook adds: `n`, so many `times`. */
struct shift {
    struct tally *tally;
    int n, times;
};

static void *add(void *argument)
{
    const struct shift *s = argument;
    for (int i = 0; i < s->times; i++)
        tally_add(s->tally, s->n);
    return NULL;
}

static void *tell_and_add(void *argument)
{
    const struct shift *s = argument;
    for (int i = 0; i < s->times; i++) {
        judge_log("begun", i);
        tally_add(s->tally, s->n);
    }
    return NULL;
}

static struct tally *hang_up(void)
{
    struct tally *t = tally_new();
    EXPECT(t, "there is memory, so there is a tally");
    EXPECT_EQ(tally_read(t), 0L, "a new tally stands at 0");
    return t;
}

JUDGE_CASE(two_adders, "two cooks who add at the same time lose nothing")
{
    struct tally *t = hang_up();
    struct shift shift = {t, 1, JUDGE_SIZE(20000, 2)};
    pthread_t ann, bob;
    MUST(pthread_create(&ann, NULL, add, &shift));
    MUST(pthread_create(&bob, NULL, add, &shift));
    MUST(pthread_join(ann, NULL));
    MUST(pthread_join(bob, NULL));
    EXPECT_EQ(tally_read(t), 2L * shift.times, "each addition of 1 counts, whoever else adds meanwhile");
    tally_free(t);
}

JUDGE_CASE(reader, "who reads while another adds sees a sum that existed")
{
    struct tally *t = hang_up();
    struct shift shift = {t, 1, JUDGE_SIZE(500, 2)};
    pthread_t ann;
    long last = 0;
    MUST(pthread_create(&ann, NULL, tell_and_add, &shift));
    for (int i = 0; i < 3; i++) {
        const long now = tally_read(t);
        EXPECT(now >= last, "while all add, the sum never falls");
        EXPECT(now <= judge_log_count("begun"), "the sum holds no addition that has not begun yet");
        last = now;
    }
    MUST(pthread_join(ann, NULL));
    EXPECT_EQ(tally_read(t), (long)shift.times, "reading changes nothing");
    tally_free(t);
}

JUDGE_CASE(negative, "what was added can be taken off again")
{
    struct tally *t = hang_up();
    tally_add(t, 2);
    tally_add(t, -5);
    EXPECT_EQ(tally_read(t), -3L, "2 - 5 is -3: a negative number is added like any other");
    tally_free(t);
}

JUDGE_CASE(nothing, "adding 0 changes nothing")
{
    struct tally *t = hang_up();
    tally_add(t, 7);
    tally_add(t, 0);
    EXPECT_EQ(tally_read(t), 7L, "7 + 0 is 7");
    tally_free(t);
}

JUDGE_CASE(beyond_int, "the sum may pass the range of an int")
{
    struct tally *t = hang_up();
    tally_add(t, INT_MAX);
    tally_add(t, INT_MAX);
    EXPECT_EQ(tally_read(t), 2L * INT_MAX, "two ints may have a sum that only a long holds");
    tally_free(t);
}

JUDGE_CASE(two_tallies, "two tallies have nothing to do with each other")
{
    struct tally *plates = hang_up(), *cups = hang_up();
    tally_add(plates, 1);
    EXPECT_EQ(tally_read(cups), 0L, "a plate is no cup");
    tally_free(plates);
    tally_add(cups, 2);
    EXPECT_EQ(tally_read(cups), 2L, "one tally lives on when another is given back");
    tally_free(cups);
}

JUDGE_CASE(freed, "what tally_new takes, tally_free gives back; NULL is fine")
{
    tally_free(NULL);
    struct tally *t = hang_up();
    tally_add(t, 1);
    tally_free(t);
}

JUDGE_CASE(no_memory, "without memory there is no tally", .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    judge_fail("malloc", 0, ENOMEM);
    judge_fail("calloc", 0, ENOMEM);
    struct tally *t = tally_new();
    if (judge_calls("malloc") + judge_calls("calloc") > 0)
        EXPECT(!t, "tally_new says so by returning NULL");
    tally_free(t);
}
