/** @file check.c  What the till promises: one case a promise, read it as the specification. */
#include "till.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stddef.h>
#include <workbook/judge.h>
#include <workbook/must.h>

/** What one waiter pays in: so many `payments` of `cents` each. */
struct waiter {
    struct till *till;
    long cents;
    int payments;
};

static void *pay(void *argument)
{
    const struct waiter *w = argument;
    for (int i = 0; i < w->payments; i++)
        EXPECT_ERR(till_take(w->till, w->cents), 0, "a till with room takes a payment");
    return NULL;
}

static struct till *open_till(void)
{
    struct till *t = NULL;
    EXPECT_ERR(till_open(&t), 0, "there is memory, so there is a till");
    return t;
}

static void expect_sum(struct till_sum found, long total, unsigned count, long largest)
{
    EXPECT_EQ(found.total, total, "the total is the sum of the payments in the till");
    EXPECT_EQ(found.count, count, "each payment in the till counts once, and nothing else does");
    EXPECT_EQ(found.largest, largest, "largest is the largest payment in the till, 0 if there is none");
}

JUDGE_CASE(one_waiter, "a till says what was paid into it")
{
    struct till *t = open_till();
    expect_sum(till_look(t), 0, 0, 0);
    EXPECT_ERR(till_take(t, 5), 0, "an empty till takes a payment");
    EXPECT_ERR(till_take(t, 3), 0, "so does one that holds something");
    expect_sum(till_look(t), 8, 2, 5);
    expect_sum(till_empty(t), 8, 2, 5);
    expect_sum(till_look(t), 0, 0, 0);
    EXPECT_ERR(till_take(t, 2), 0, "a till that was emptied takes payments again");
    expect_sum(till_look(t), 2, 1, 2);
    till_close(t);
}

// Of payments of 1 and 2 cents, at most one of each: is this the sum of some of them?
static void expect_one_of_the_sums(struct till_sum s)
{
    EXPECT_EQ(s.total == 1 || s.total == 2 ? 1U
              : s.total == 3               ? 2U
                                           : 0U,
              s.count, "the count is that of the same moment as the total: (0, 0), (1, 1), (2, 1) or (3, 2)");
    EXPECT_EQ(s.largest, s.total == 3 ? 2 : s.total,
              "largest is that of the same moment as the total and the count");
}

JUDGE_CASE(adds_up, "who looks while two waiters pay sees a sum that existed")
{
    struct till *t = open_till();
    struct waiter ann = {t, 1, 1}, bob = {t, 2, 1};
    pthread_t ann_thread, bob_thread;
    MUST(pthread_create(&ann_thread, NULL, pay, &ann));
    MUST(pthread_create(&bob_thread, NULL, pay, &bob));
    const struct till_sum first = till_look(t), second = till_look(t);
    MUST(pthread_join(ann_thread, NULL));
    MUST(pthread_join(bob_thread, NULL));
    expect_one_of_the_sums(first);
    expect_one_of_the_sums(second);
    EXPECT(second.count >= first.count, "payments stay in the till until somebody empties it");
    expect_sum(till_look(t), 3, 2, 2);
    till_close(t);
}

static void *pay_one_and_two(void *till)
{
    EXPECT_ERR(till_take(till, 1), 0, "a till with room takes a payment");
    EXPECT_ERR(till_take(till, 2), 0, "a till with room takes a payment, also while another empties it");
    return NULL;
}

JUDGE_CASE(empty_loses_nothing,
           "who empties the till while another pays loses nothing and counts nothing twice")
{
    struct till *t = open_till();
    struct till_sum part[3];
    pthread_t ann;
    MUST(pthread_create(&ann, NULL, pay_one_and_two, t));
    part[0] = till_empty(t);
    part[1] = till_empty(t);
    MUST(pthread_join(ann, NULL));
    part[2] = till_empty(t);
    for (int i = 0; i < 3; i++)
        expect_one_of_the_sums(part[i]);
    EXPECT_EQ(part[0].total + part[1].total + part[2].total, 3L,
              "1 and 2 cents were paid, and each is taken out exactly once");
    EXPECT_EQ(part[0].count + part[1].count + part[2].count, 2U, "two payments were made");
    till_close(t);
}

JUDGE_CASE(bad_input, "a payment that is refused changes nothing and leaves the till usable")
{
    struct till *t = open_till();
    EXPECT_ERR(till_take(t, 0), EINVAL, "a payment is more than 0 cents");
    EXPECT_ERR(till_take(t, -1), EINVAL, "a payment is more than 0 cents");
    EXPECT_ERR(till_take(t, LONG_MIN), EINVAL, "a payment is more than 0 cents");
    expect_sum(till_look(t), 0, 0, 0);
    EXPECT_ERR(till_take(t, LONG_MAX - 1), 0, "this still has room");
    EXPECT_ERR(till_take(t, 2), EOVERFLOW, "LONG_MAX - 1 and 2 are more than a long holds");
    expect_sum(till_look(t), LONG_MAX - 1, 1, LONG_MAX - 1);
    EXPECT_ERR(till_take(t, 1), 0, "LONG_MAX itself is not too much");
    expect_sum(till_look(t), LONG_MAX, 2, LONG_MAX - 1);
    EXPECT_ERR(till_take(t, LONG_MAX), EOVERFLOW, "a full till takes nothing more");
    expect_sum(till_empty(t), LONG_MAX, 2, LONG_MAX - 1);
    till_close(t);
}

JUDGE_CASE(many, "many payments by several waiters, emptied now and then",
           .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    enum { WAITERS = 4, PAYMENTS = 5000 };
    struct till *t = open_till();
    struct waiter waiter[WAITERS];
    pthread_t thread[WAITERS];
    long total = 0;
    unsigned count = 0;
    for (int i = 0; i < WAITERS; i++) {
        waiter[i] = (struct waiter){t, i + 1, PAYMENTS};
        MUST(pthread_create(&thread[i], NULL, pay, &waiter[i]));
    }
    for (int i = 0; i < WAITERS; i++) {
        const struct till_sum part = till_empty(t);
        total += part.total;
        count += part.count;
        MUST(pthread_join(thread[i], NULL));
    }
    const struct till_sum rest = till_empty(t);
    EXPECT_EQ(total + rest.total, (1L + 2 + 3 + 4) * PAYMENTS, "every cent that was paid is taken out once");
    EXPECT_EQ(count + rest.count, (unsigned)WAITERS * PAYMENTS, "every payment is counted once");
    till_close(t);
}

JUDGE_CASE(no_memory, "without memory there is no till, and the error says so",
           .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    struct till *const untouched = (struct till *)&untouched, *t = untouched;
    judge_fail("malloc", 0, ENOMEM);
    judge_fail("calloc", 0, ENOMEM);
    EXPECT_ERR(till_open(&t), ENOMEM, "a till needs memory of its own");
    EXPECT_SAME(t, untouched, "*out is left alone on error");
}
