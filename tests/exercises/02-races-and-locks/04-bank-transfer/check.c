/** @file check.c  What the bank promises: one case a promise, read it as the specification. */
#include "bank.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stddef.h>
#include <workbook/judge.h>
#include <workbook/must.h>

enum { ANN, BOB, CEM, DAN };

/** What one customer sends. */
struct order {
    struct bank *bank;
    int from, to;
    long cents;
    int times;
    int error; // of the last transfer; owned by the thread that sends
    pthread_t thread;
};

static void *send(void *argument)
{
    struct order *o = argument;
    for (int i = 0; i < o->times; i++)
        o->error = bank_transfer(o->bank, o->from, o->to, o->cents);
    judge_log("sent", o->from);
    return NULL;
}

static void start(struct order *o)
{
    MUST(pthread_create(&o->thread, NULL, send, o));
}

static void finish(struct order *o)
{
    MUST(pthread_join(o->thread, NULL));
}

static struct bank *open_bank(int accounts)
{
    struct bank *b = bank_open(accounts, 100);
    EXPECT(b, "there is memory, so there is a bank");
    return b;
}

JUDGE_CASE(two_way, "two who pay each other at the same time both get through")
{
    struct bank *b = open_bank(3);
    const int times = JUDGE_SIZE(2000, 1);
    struct order ann = {b, ANN, BOB, 10, times, -1, 0}, bob = {b, BOB, ANN, 10, times, -1, 0};
    start(&ann);
    start(&bob);
    finish(&ann);
    finish(&bob);
    EXPECT_EQ(bank_total(b), 300L, "money moves; it is never made or lost");
    bank_close(b);
}

JUDGE_CASE(round, "three who pay each other in a circle all get through")
{
    struct bank *b = open_bank(3);
    const int times = JUDGE_SIZE(2000, 1);
    struct order ann = {b, ANN, BOB, 10, times, -1, 0}, bob = {b, BOB, CEM, 20, times, -1, 0},
                 cem = {b, CEM, ANN, 30, times, -1, 0};
    start(&ann);
    start(&bob);
    start(&cem);
    finish(&ann);
    finish(&bob);
    finish(&cem);
    EXPECT_EQ(bank_total(b), 300L, "money moves; it is never made or lost");
    bank_close(b);
}

JUDGE_CASE(moves, "a transfer takes from one and gives to the other")
{
    struct bank *b = open_bank(3);
    EXPECT_ERR(bank_transfer(b, CEM, ANN, 30), 0, "there is enough money");
    EXPECT_EQ(b->account[CEM].cents, 70L, "who pays has so much less");
    EXPECT_EQ(b->account[ANN].cents, 130L, "who is paid has so much more");
    EXPECT_EQ(b->account[BOB].cents, 100L, "who has no part in it keeps what he has");
    EXPECT_ERR(bank_transfer(b, ANN, BOB, 130), 0, "all that is there may go");
    EXPECT_EQ(b->account[ANN].cents, 0L, "then nothing is left");
    EXPECT_ERR(bank_transfer(b, CEM, ANN, 1), 0, "one cent is money");
    EXPECT_EQ(b->account[ANN].cents, 1L, "one cent is money");
    bank_close(b);
}

JUDGE_CASE(self, "who pays himself gets through, and has what he had")
{
    struct bank *b = open_bank(2);
    EXPECT_ERR(bank_transfer(b, BOB, BOB, 10), 0, "paying oneself is no error");
    EXPECT_EQ(b->account[BOB].cents, 100L, "what goes out comes in");
    EXPECT_ERR(bank_transfer(b, BOB, ANN, 10), 0, "nothing stays locked");
    bank_close(b);
}

JUDGE_CASE(refused, "a transfer that cannot be is refused, changes nothing and locks nothing")
{
    struct bank *b = open_bank(2);
    EXPECT_ERR(bank_transfer(b, ANN, 2, 10), EINVAL, "there are accounts 0 and 1");
    EXPECT_ERR(bank_transfer(b, -1, BOB, 10), EINVAL, "there are accounts 0 and 1");
    EXPECT_ERR(bank_transfer(b, ANN, BOB, 0), EINVAL, "a transfer is more than 0 cents");
    EXPECT_ERR(bank_transfer(b, ANN, BOB, -10), EINVAL, "a transfer is more than 0 cents");
    EXPECT_ERR(bank_transfer(b, ANN, ANN, 0), EINVAL, "a transfer is more than 0 cents, also to oneself");
    EXPECT_ERR(bank_transfer(b, ANN, BOB, 101), EAGAIN, "there are 100 cents in the account");
    EXPECT_ERR(bank_transfer(b, ANN, BOB, LONG_MAX), EAGAIN, "there are 100 cents in the account");
    EXPECT_EQ(b->account[ANN].cents, 100L, "a transfer that is refused changes nothing");
    EXPECT_EQ(b->account[BOB].cents, 100L, "a transfer that is refused changes nothing");
    EXPECT_ERR(bank_transfer(b, BOB, ANN, 100), 0, "a transfer that is refused leaves nothing locked");
    EXPECT_EQ(bank_total(b), 200L, "money moves; it is never made or lost");
    bank_close(b);
}

JUDGE_CASE(counts, "the total is computed from the accounts")
{
    struct bank *b = open_bank(3);
    EXPECT_EQ(bank_total(b), 300L, "three accounts hold 100 cents each");
    b->account[BOB].cents += 50; // no other thread uses the bank
    EXPECT_EQ(bank_total(b), 350L, "50 cents were paid in at the counter");
    bank_close(b);
}

JUDGE_CASE(audit, "the total is right while money moves, in whatever direction")
{
    struct bank *b = open_bank(3);
    struct order ann = {b, ANN, BOB, 10, JUDGE_SIZE(2000, 1), -1, 0},
                 cem = {b, CEM, ANN, 10, ann.times, -1, 0};
    start(&ann);
    start(&cem);
    for (int i = 0; i < JUDGE_SIZE(500, 1); i++)
        EXPECT_EQ(bank_total(b), 300L,
                  "the total is that of one moment: no cent is on its way, none is there twice");
    finish(&ann);
    finish(&cem);
    bank_close(b);
}

static void look_half_way(struct bank *b, int from)
{
    judge_log("debited", from);
    EXPECT_EQ(b->account[from].cents, 70L, "on_debit is called when the debit is done");
    EXPECT_EQ(b->account[BOB].cents, 100L, "on_debit is called before the credit is done");
}

JUDGE_CASE(half_way, "on_debit is called between the debit and the credit, if money moves")
{
    struct bank *b = open_bank(2);
    b->on_debit = look_half_way;
    EXPECT_ERR(bank_transfer(b, ANN, BOB, 30), 0, "there is enough money");
    EXPECT_ERR(bank_transfer(b, ANN, ANN, 30), 0, "paying oneself is no error");
    EXPECT_ERR(bank_transfer(b, ANN, BOB, 300), EAGAIN, "there are 70 cents in the account");
    EXPECT_EQ(judge_log_count("debited"), 1, "one transfer has moved money from one account to another");
    bank_close(b);
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER; // who comes here while the check holds it is halted

static void halt_ann(struct bank *b, int from)
{
    (void)b;
    judge_log("debited", from);
    if (from == ANN) {
        MUST(pthread_mutex_lock(&gate));
        MUST(pthread_mutex_unlock(&gate));
    }
}

JUDGE_CASE(apart, "transfers between other accounts need not wait")
{
    struct bank *b = open_bank(4);
    struct order ann = {b, ANN, BOB, 10, 1, -1, 0}, bob = {b, BOB, ANN, 10, 1, -1, 0},
                 cem = {b, CEM, DAN, 10, 1, -1, 0};
    b->on_debit = halt_ann;
    MUST(pthread_mutex_lock(&gate));
    start(&ann);
    judge_settle();
    EXPECT_EQ(judge_log_position("debited", ANN), 0, "on_debit is called between the debit and the credit");
    EXPECT(judge_log_position("sent", ANN) < 0, "a transfer waits for its on_debit");
    start(&bob);
    judge_settle();
    start(&cem);
    judge_settle();
    EXPECT(judge_log_position("sent", CEM) >= 0,
           "Ann's transfer to Bob is half done, and Bob's to Ann waits for it; Cem's to Dan has no account in common "
           "with either and goes through");
    MUST(pthread_mutex_unlock(&gate));
    finish(&ann);
    finish(&bob);
    finish(&cem);
    EXPECT_EQ(judge_log_count("debited"), 3, "each transfer calls on_debit once");
    EXPECT_EQ(bank_total(b), 400L, "money moves; it is never made or lost");
    bank_close(b);
}

JUDGE_CASE(funds, "of two who take the last money, one gets it")
{
    struct bank *b = open_bank(3);
    struct order bob = {b, ANN, BOB, 60, 1, -1, 0}, cem = {b, ANN, CEM, 60, 1, -1, 0};
    start(&bob);
    start(&cem);
    finish(&bob);
    finish(&cem);
    EXPECT_EQ((bob.error == 0) + (cem.error == 0), 1, "100 cents are enough for 60 once, not twice");
    EXPECT_EQ((bob.error == EAGAIN) + (cem.error == EAGAIN), 1,
              "the other one is told that there is not enough");
    EXPECT_EQ(b->account[ANN].cents, 40L, "no account ever falls below 0");
    EXPECT_EQ(bank_total(b), 300L, "money moves; it is never made or lost");
    bank_close(b);
}
