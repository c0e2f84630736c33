/** @file check.c  What a row of timers promises: one case a promise, read it as the specification. */
#include "timers.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/judge.h>
#include <workbook/judge_loop.h>

enum { NATIVE = JUDGE_RUN | JUDGE_MEMORY }; // not explored, where each access to memory costs a look

static long compared, allowed = LONG_MAX;

bool timers_before(int64_t due_ms, int64_t other_ms)
{
    compared++;
    EXPECT(compared <= allowed,
           "adding, cancelling and running cost at most 200 comparisons on average: a heap needs "
           "about 40");
    return due_ms < other_ms;
}

static struct timers *row(void)
{
    struct timers *t = timers_open();
    EXPECT(t, "there is memory, so there is a row");
    return t;
}

/** A timer of the check: notes its letter when it is called. */
struct egg {
    char letter;
    struct timers *row;
    uint64_t id, victim; // victim: what it cancels
    bool cancels, cancelled;
    struct egg *child; // what it adds
    int64_t child_due;
};

static char notes[512]; // the letters in the order of the calls

static void ring(void *arg)
{
    struct egg *e = arg;
    const size_t n = strlen(notes);
    judge_loop_did();
    if (n + 1 < sizeof notes) {
        notes[n] = e->letter;
        notes[n + 1] = '\0';
    }
    if (e->cancels)
        e->cancelled = timers_cancel(e->row, e->victim);
    if (e->child)
        e->child->id = timers_add(e->row, e->child_due, ring, e->child);
}

static uint64_t add(struct timers *t, int64_t due, struct egg *e)
{
    e->row = t;
    e->id = timers_add(t, due, ring, e);
    EXPECT(e->id != 0, "a timer has a number");
    return e->id;
}

static void expect_notes(const char *letters, const char *why)
{
    EXPECT_EQ((char *)notes, letters, why);
    *notes = '\0';
}

JUDGE_CASE(none, "a row without timers has nothing to wait for")
{
    struct timers *t = row();
    EXPECT_EQ(timers_wait(t, 5), -1, "-1: wait for as long as it takes");
    EXPECT_EQ(timers_run(t, 5), 0, "nobody is called");
    EXPECT(!timers_cancel(t, 0), "0 is no timer's number");
    EXPECT(!timers_cancel(t, 1), "nor is one that was never given");
    timers_close(t);
    timers_close(NULL);
}

JUDGE_CASE(in_order, "those that are due are called by their time, each once")
{
    struct timers *t = row();
    struct egg a = {.letter = 'a'}, b = {.letter = 'b'}, c = {.letter = 'c'};
    add(t, 30, &c);
    add(t, 10, &a);
    add(t, 20, &b);
    EXPECT_EQ(timers_run(t, 9), 0, "none is due at 9");
    EXPECT_EQ(timers_run(t, 20), 2, "at 20 two are");
    expect_notes("ab", "the one of 10 comes before the one of 20");
    EXPECT_EQ(timers_run(t, 1000), 1, "a late look finds the last one");
    expect_notes("c", "each is called once");
    EXPECT_EQ(timers_wait(t, 1000), -1, "then none is left");
    timers_close(t);
}

JUDGE_CASE(equal, "of equal times the one added first comes first")
{
    struct timers *t = row();
    struct egg e[20];
    for (int i = 0; i < 20; i++) {
        e[i] = (struct egg){.letter = (char)('a' + i)};
        add(t, 7, &e[i]);
    }
    EXPECT_EQ(timers_run(t, 7), 20, "all are due at 7");
    expect_notes("abcdefghijklmnopqrst", "equal dues keep the order in which they were added");
    timers_close(t);
}

JUDGE_CASE(wait, "the wait is what is left until the first one is due")
{
    struct timers *t = row();
    struct egg e = {.letter = 'a'}, later = {.letter = 'b'};
    add(t, 200, &later);
    add(t, 100, &e);
    EXPECT_EQ(timers_wait(t, 40), 60, "from 40 to 100");
    EXPECT_EQ(timers_wait(t, 99), 1, "from 99 to 100");
    EXPECT_EQ(timers_wait(t, 100), 0, "it is due: 0, not -1");
    EXPECT_EQ(timers_wait(t, 5000), 0, "it was due long ago");
    EXPECT(timers_cancel(t, e.id), "it is there");
    EXPECT_EQ(timers_wait(t, 100), 100, "then the next one counts");
    timers_close(t);
}

JUDGE_CASE(far, "a wait fits into an int")
{
    struct timers *t = row();
    struct egg e = {.letter = 'a'};
    add(t, INT64_MAX, &e);
    EXPECT_EQ(timers_wait(t, INT64_MAX - INT_MAX), INT_MAX, "just fits");
    EXPECT_EQ(timers_wait(t, INT64_MAX - INT_MAX - 1), INT_MAX, "one more is as long as an int can say");
    EXPECT_EQ(timers_wait(t, 0), INT_MAX, "292 million years as well");
    EXPECT_EQ(timers_wait(t, -5), INT_MAX, "also where the difference is larger than any int64_t");
    EXPECT_EQ(timers_wait(t, INT64_MAX - 1), 1, "and then the rest");
    timers_close(t);
}

JUDGE_CASE(cancel, "a cancelled timer is not called, and that is said once")
{
    struct timers *t = row();
    struct egg a = {.letter = 'a'}, b = {.letter = 'b'}, c = {.letter = 'c'};
    add(t, 1, &a);
    add(t, 2, &b);
    add(t, 3, &c);
    EXPECT(timers_cancel(t, b.id), "it was there");
    EXPECT(!timers_cancel(t, b.id), "now it is not");
    EXPECT_EQ(timers_run(t, 3), 2, "two are left");
    expect_notes("ac", "the other two are called");
    EXPECT(!timers_cancel(t, a.id), "one that was called is not there");
    add(t, 4, &b);
    EXPECT(!timers_cancel(t, a.id) && !timers_cancel(t, c.id), "old numbers do not name a newcomer");
    EXPECT(timers_cancel(t, b.id), "its own does");
    timers_close(t);
}

JUDGE_CASE(numbers, "a number is never given again", .analyses = NATIVE)
{
    enum { TIMES = 200 };
    uint64_t id[TIMES];
    struct timers *t = row();
    struct egg e = {.letter = 'a'};
    for (int i = 0; i < TIMES; i++) {
        id[i] = add(t, i, &e);
        for (int k = 0; k < i; k++)
            EXPECT(id[k] != id[i], "each timer has a number of its own, also when others have gone");
        if (i % 3)
            EXPECT(timers_cancel(t, id[i]), "it is there");
    }
    timers_close(t);
}

static void expect_strangers(struct timers *t, const uint64_t *id, int n)
{
    for (uint64_t number = 0; number < 64; number++) {
        bool given = false;
        for (int i = 0; i < n; i++)
            given = given || id[i] == number;
        if (!given)
            EXPECT(!timers_cancel(t, number), "nobody has this number");
    }
}

JUDGE_CASE(strangers, "a number that was never given names nobody, though timers have come and gone",
           .analyses = NATIVE)
{
    enum { TIMERS = 20 };
    uint64_t id[TIMERS];
    struct timers *t = row();
    struct egg e = {.letter = 'a'};
    for (int i = 0; i < TIMERS; i++) {
        id[i] = add(t, i, &e);
        expect_strangers(t, id, i + 1);
    }
    EXPECT_EQ(timers_run(t, 9), 10, "ten are due");
    expect_strangers(t, id, TIMERS);
    EXPECT_EQ(timers_run(t, TIMERS), 10, "and the other ten are still there");
    expect_strangers(t, id, TIMERS);
    timers_close(t);
}

// ----------------------------------------------------------------------------------------- inside a callback

JUDGE_CASE(once_a_run, "a timer that adds itself is called once a run", .loop = true)
{
    struct timers *t = row();
    struct egg again = {.letter = 'r'};
    again.child = &again;
    again.child_due = 5; // due at once
    add(t, 5, &again);
    for (int i = 0; i < 3; i++)
        EXPECT_EQ(timers_run(t, 5), 1, "what it adds waits for the next run");
    expect_notes("rrr", "once a run");
    EXPECT(timers_cancel(t, again.id), "and still waits");
    timers_close(t);
}

static struct egg brood[500];

static void hatch(void *arg)
{
    struct timers *t = arg;
    for (int i = 0; i < 500; i++) {
        brood[i] = (struct egg){.letter = 'x'};
        add(t, 499 - i, &brood[i]);
    }
    for (int i = 0; i < 500; i += 2)
        EXPECT(timers_cancel(t, brood[i].id), "what was added meanwhile can be cancelled meanwhile");
}

JUDGE_CASE(many_inside, "a callback may add and cancel as many as it likes", .loop = true, .analyses = NATIVE)
{
    struct timers *t = row();
    struct egg b = {.letter = 'b'};
    EXPECT(timers_add(t, 1, hatch, t), "a timer has a number");
    add(t, 2, &b);
    EXPECT_EQ(timers_run(t, 2), 2, "the two that were there when the run began");
    expect_notes("b", "the second one is none of the many");
    EXPECT_EQ(timers_run(t, 249), 125,
              "every second one was cancelled, so of the first 250 times one half is left");
    *notes = '\0';
    EXPECT_EQ(timers_run(t, 1000), 125, "and of the others");
    timers_close(t);
}

JUDGE_CASE(cancel_inside, "a callback may cancel others that are due, itself, and what comes later")
{
    struct timers *t = row();
    struct egg e[6];
    for (int i = 0; i < 6; i++) {
        e[i] = (struct egg){.letter = (char)('a' + i)};
        add(t, 5 + i / 4, &e[i]);
    }
    e[0].cancels = e[1].cancels = e[3].cancels = true;
    e[0].victim = e[2].id; // due in this run
    e[1].victim = e[1].id; // itself
    e[3].victim = e[5].id; // due later
    EXPECT_EQ(timers_run(t, 5), 3, "of four one is cancelled by another");
    expect_notes("abd", "who is cancelled in time is not called");
    EXPECT(e[0].cancelled, "it was there, and due, but not called yet");
    EXPECT(!e[1].cancelled, "who is being called is not there any more");
    EXPECT(e[3].cancelled, "it was there");
    EXPECT_EQ(timers_run(t, 10), 1, "one is left");
    expect_notes("e", "the other one is not");
    timers_close(t);
}

JUDGE_CASE(newborn, "what a callback adds waits for the next run, whatever its time", .loop = true)
{
    struct timers *t = row();
    struct egg a = {.letter = 'a'}, b = {.letter = 'b'}, child = {.letter = 'c', .row = t};
    a.child = &child;
    a.child_due = -100; // long ago, and before b
    add(t, 5, &a);
    add(t, 5, &b);
    EXPECT_EQ(timers_run(t, 5), 2, "the two that were there when the run began");
    expect_notes("ab", "the newborn neither runs nor stands in the way of one that is due");
    EXPECT_EQ(timers_wait(t, 5), 0, "it is due");
    EXPECT_EQ(timers_run(t, 5), 1, "now it is called");
    expect_notes("c", "and it alone");
    timers_close(t);
}

// ------------------------------------------------------------------------------------------------- the model

enum { MODEL_MAX = 400, OPERATIONS = 5000 };

/** What a row should hold, in the order in which it should call: a sorted list, slow and plain. */
static struct model {
    int64_t due;
    uint64_t id;
    int number;
} model[MODEL_MAX];
static int nmodel, numbers[MODEL_MAX + 1], called[MODEL_MAX], ncalled;

static void note_number(void *arg)
{
    EXPECT(ncalled < MODEL_MAX, "no more are called than there are");
    called[ncalled++] = *(int *)arg;
}

static void model_add(struct timers *t, int64_t due, int number)
{
    int at = nmodel++;
    for (; at > 0 && model[at - 1].due > due; at--)
        model[at] = model[at - 1];
    numbers[number] = number;
    model[at] = (struct model){due, timers_add(t, due, note_number, &numbers[number]), number};
    EXPECT(model[at].id != 0, "a timer has a number");
}

static void model_remove(int at, int n)
{
    nmodel -= n;
    memmove(model + at, model + at + n, (size_t)(nmodel - at) * sizeof *model);
}

static void model_run(struct timers *t, int64_t now)
{
    int due = 0;
    while (due < nmodel && model[due].due <= now)
        due++;
    ncalled = 0;
    EXPECT_EQ(timers_run(t, now), due, "so many are due");
    for (int i = 0; i < due; i++)
        EXPECT_EQ(called[i], model[i].number, "by their time, and of equal ones first the one added first");
    model_remove(0, due);
}

JUDGE_CASE(like_the_model, "5,000 random calls give what a sorted list would", .analyses = NATIVE)
{
    struct timers *t = row();
    int64_t now = 0;
    int next = 0;
    for (int i = 0; i < OPERATIONS; i++) {
        const long what = judge_draw(0, 9);
        if (what < 5 && nmodel < MODEL_MAX) {
            model_add(t, now + judge_draw(-3, 60), next);
            next = (next + 1) % MODEL_MAX;
        } else if (what < 8 && nmodel > 0) {
            const int at = (int)judge_draw(0, nmodel - 1);
            EXPECT(timers_cancel(t, model[at].id), "it is there");
            EXPECT(!timers_cancel(t, model[at].id), "and then not");
            model_remove(at, 1);
        } else {
            now += judge_draw(0, 6);
            model_run(t, now);
        }
        const int64_t left = nmodel ? model[0].due - now : -1;
        EXPECT_EQ(timers_wait(t, now), nmodel && left < 0 ? 0 : left, "the wait is that of the earliest");
    }
    model_run(t, INT64_MAX);
    timers_close(t);
}

static int tally;

static void count(void *arg)
{
    (void)arg;
    tally++;
}

JUDGE_CASE(many, "a hundred thousand timers cost a few comparisons each", .analyses = NATIVE, .seconds = 60)
{
    enum { ROUNDS = 200, MANY = 500 };
    static uint64_t id[MANY];
    struct timers *t = row();
    allowed = compared + 200 * 1000; // so that a slow one is found soon
    for (int64_t now = MANY; now <= ROUNDS * MANY; now += MANY) {
        for (int i = 0; i < MANY; i++) {
            id[i] = timers_add(t, now - judge_draw(0, MANY), count, NULL);
            EXPECT(id[i] != 0, "there is memory for all of them");
            allowed += 200;
        }
        for (int i = MANY - 1; i > 0; i -= 2) {
            EXPECT(timers_cancel(t, id[i]), "it is there");
            allowed += 200;
        }
        allowed += 200 * (MANY / 2);
        EXPECT_EQ(timers_run(t, now), MANY / 2, "every second one is left");
    }
    EXPECT_EQ(tally, ROUNDS * MANY / 2, "each of them is called once");
    timers_close(t);
}

JUDGE_CASE(however_many, "finding a timer takes a few steps, however many there are",
           .analyses = JUDGE_EXPLORE)
{
    enum { MANY = 2000, WORDS = 600 };
    static uint64_t id[MANY];
    struct timers *t = row();
    const uint64_t before = judge_touched();
    for (int i = 0; i < MANY; i++)
        id[i] = timers_add(t, judge_draw(0, MANY), count, NULL);
    const uint64_t added = judge_touched();
    EXPECT((added - before) / MANY < WORDS,
           "adding touches a hundred words of memory or two: whoever moves all behind it touches thousands");
    for (int i = 1; i < MANY; i += 2)
        EXPECT(timers_cancel(t, id[i]), "it is there");
    EXPECT((judge_touched() - added) / (MANY / 2) < WORDS,
           "cancelling touches a hundred words of memory or two: whoever looks at all of them touches "
           "thousands");
    timers_close(t);
}

JUDGE_CASE(no_memory, "a timer that finds no memory leaves the others as they are", .analyses = NATIVE)
{
    static const char *const functions[] = {"malloc", "calloc", "realloc"};
    for (int f = 0; f < 3; f++) {
        judge_fail(functions[f], 0, ENOMEM);
        struct timers *t = timers_open();
        if (!t)
            EXPECT_ERR(errno, ENOMEM, "NULL tells why in errno");
        judge_fail(functions[f], -1, 0);
        if (!t)
            t = row();
        int added = 0;
        tally = 0;
        for (int i = 0; i < 200; i++) {
            judge_fail(functions[f], i % 2 ? 0 : 1, ENOMEM); // the first or the second call from here
            added += timers_add(t, i, count, NULL) != 0;
            judge_fail(functions[f], -1, 0);
            if (i % 20 == 0)
                added += timers_add(t, i, count, NULL) != 0;
        }
        EXPECT_EQ(timers_run(t, 1000), added, "those that have a number are called, and no others");
        EXPECT_EQ(tally, added, "each once");
        timers_close(t);
    }
}

JUDGE_CASE(closed, "closing calls none of those that are left")
{
    struct timers *t = row();
    struct egg a = {.letter = 'a'};
    add(t, 0, &a);
    timers_close(t);
    expect_notes("", "nobody is called");
}
