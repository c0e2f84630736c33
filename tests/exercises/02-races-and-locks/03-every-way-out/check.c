/** @file check.c  What ledger_post promises: a case for each way out of it, read it as the specification. */
#include "ledger.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/judge.h>
#include <workbook/must.h>

static const struct account accounts[] = {{"food", 100}, {"wine", 50}};

static struct ledger open_ledger(int (*audit)(struct ledger *l, const char *line))
{
    return (struct ledger){
        .lock = PTHREAD_MUTEX_INITIALIZER, .accounts = accounts, .naccounts = 2, .audit = audit};
}

/** A question that another thread asks. */
struct question {
    struct ledger *ledger;
    long total;
};

static void *ask_for_total(void *argument)
{
    struct question *q = argument;
    q->total = ledger_total(q->ledger);
    return NULL;
}

// Another thread asks for the total: it gets an answer only if the lock was given back.
static void expect_total_from_outside(struct ledger *l, long total)
{
    struct question q = {.ledger = l};
    pthread_t another;
    MUST(pthread_create(&another, NULL, ask_for_total, &q));
    MUST(pthread_join(another, NULL));
    EXPECT_EQ(q.total, total, "the total is the sum of the confirmed entries");
}

// Posts a line that must fail, after one that must not: all but the error is as before, and others get in.
static void expect_refusal(const char *line, int error, const char *why)
{
    struct ledger l = open_ledger(NULL);
    EXPECT_ERR(ledger_post(&l, "2024-05-01 food 10"), 0, "a good line is posted");
    EXPECT_ERR(ledger_post(&l, line), error, why);
    EXPECT_EQ(l.count, 1UL, "a line that is refused leaves no entry behind");
    expect_total_from_outside(&l, 10);
    free(l.entries);
}

JUDGE_CASE(syntax, "a line that is none is refused, and the next call gets in")
{
    expect_refusal("2024-05-01 food ten", EINVAL, "CENTS is a number");
    expect_refusal("2024-05-01 food 1x", EINVAL, "CENTS is a number, with nothing behind it");
    expect_refusal("2024-05-01 food", EINVAL, "a line has three words");
    expect_refusal("2024-05-01 food 1 2", EINVAL, "a line has three words");
    expect_refusal("", EINVAL, "a line has three words");
    expect_refusal("2024-05-01 food 99999999999999999999", EINVAL, "CENTS fits into a long");
}

JUDGE_CASE(unknown, "a line for an unknown account is refused, and the next call gets in")
{
    expect_refusal("2024-05-01 fuel 1", ENOENT, "there is no account `fuel`");
}

JUDGE_CASE(limit, "a line that passes the account's limit is refused, and the next call gets in")
{
    expect_refusal("2024-05-01 food 91", EDOM, "10 + 91 passes the limit of 100");
    expect_refusal("2024-05-01 food -111", EDOM, "10 - 111 passes the limit of 100 on the other side");
    struct ledger l = open_ledger(NULL);
    EXPECT_ERR(ledger_post(&l, "2024-05-01 food 100"), 0, "the limit itself is not passed");
    EXPECT_ERR(ledger_post(&l, "2024-05-02 wine -50"), 0, "each account has a limit of its own");
    expect_total_from_outside(&l, 50);
    free(l.entries);
}

// Fails the k-th call of one allocator; false if the line needs no such call.
static bool fails_at(const char *allocator, int k)
{
    struct ledger l = open_ledger(NULL);
    const int before = judge_calls(allocator);
    judge_fail(allocator, k, ENOMEM);
    const int error = ledger_post(&l, "2024-05-01 food 10");
    const bool reached = judge_calls(allocator) - before > k;
    const size_t entries = reached ? 0 : 1;
    judge_fail(allocator, -1, 0);
    EXPECT_ERR(error, reached ? ENOMEM : 0, "an allocation that fails is reported as ENOMEM");
    EXPECT_EQ(l.count, entries, "without memory there is no entry");
    expect_total_from_outside(&l, reached ? 0 : 10);
    EXPECT_ERR(ledger_post(&l, "2024-05-01 food 10"), 0,
               "when there is memory again, a line is posted again");
    free(l.entries);
    return reached;
}

JUDGE_CASE(no_memory, "whichever allocation fails, the line is refused, and the next call gets in")
{
    static const char *const allocators[] = {"malloc", "calloc", "realloc", "strdup"};
    for (int i = 0; i < 4; i++) {
        int k = 0;
        while (fails_at(allocators[i], k))
            k++;
    }
}

static int accept_all_but_wine(struct ledger *l, const char *line)
{
    (void)l;
    return strstr(line, " wine ") != NULL;
}

JUDGE_CASE(refused, "a line that the audit refuses is taken out again, and the next call gets in")
{
    struct ledger l = open_ledger(accept_all_but_wine);
    EXPECT_ERR(ledger_post(&l, "2024-05-01 food 10"), 0, "the audit accepts this one");
    EXPECT_ERR(ledger_post(&l, "2024-05-02 wine 5"), ECANCELED, "the audit refuses wine");
    EXPECT_EQ(l.count, 1UL, "a line that is refused leaves no entry behind");
    EXPECT_EQ(l.entries[0].cents, 10L, "the entry that stood there before stands there still");
    expect_total_from_outside(&l, 10);
    free(l.entries);
}

JUDGE_CASE(all_good, "good lines are posted, each with an id of its own, and add up")
{
    enum { LINES = 6 };
    struct ledger l = open_ledger(accept_all_but_wine);
    for (int i = 0; i < LINES; i++)
        EXPECT_ERR(ledger_post(&l, i % 2 ? "2024-05-01  food -3" : "2024-05-01 food 4 "), 0,
                   "a good line is posted");
    EXPECT_EQ(l.count, (unsigned long)LINES, "each line is an entry");
    for (int i = 0; i < LINES; i++) {
        EXPECT(!l.entries[i].pending, "an entry that the audit has accepted is not pending any more");
        for (int k = 0; k < i; k++)
            EXPECT(l.entries[i].id != l.entries[k].id, "no two entries have the same id");
    }
    expect_total_from_outside(&l, LINES / 2);
    free(l.entries);
}

// Asks for the total twice: from this very thread, and from another one.
static int look_at_total(struct ledger *l, const char *line)
{
    EXPECT_EQ(ledger_total(l), strstr(line, " 10") ? 0L : 10L,
              "while the audit looks at an entry, the entry is pending and not part of the total");
    expect_total_from_outside(l, strstr(line, " 10") ? 0 : 10);
    return strstr(line, " wine ") != NULL;
}

JUDGE_CASE(audit_may_read, "the audit runs without the lock, and does not see the entry in the total")
{
    struct ledger l = open_ledger(look_at_total);
    EXPECT_ERR(ledger_post(&l, "2024-05-01 food 10"), 0, "the audit accepts this one");
    EXPECT_ERR(ledger_post(&l, "2024-05-02 wine 5"), ECANCELED, "the audit refuses wine");
    expect_total_from_outside(&l, 10);
    free(l.entries);
}

enum { TIPS = 8 };

static int tips; // how many the audit posts; set before a line is posted

// Posts lines of its own before it refuses: the entry that it refuses is the last one no more.
static int post_tips(struct ledger *l, const char *line)
{
    if (!strstr(line, " wine "))
        return 0;
    for (int i = 0; i < tips; i++)
        EXPECT_ERR(ledger_post(l, "2024-05-01 food 1"), 0, "the audit may post lines itself");
    return 1;
}

JUDGE_CASE(audit_may_post, "a line that is refused is taken out, wherever it stands by then")
{
    struct ledger l = open_ledger(post_tips);
    tips = TIPS;
    EXPECT_ERR(ledger_post(&l, "2024-05-01 wine 50"), ECANCELED, "the audit refuses wine");
    EXPECT_EQ(l.count, (unsigned long)TIPS, "the entries of the audit stay, the one that it refused goes");
    for (int i = 0; i < TIPS; i++)
        EXPECT_EQ(l.entries[i].cents, 1L, "the entries of the audit stay, the one that it refused goes");
    expect_total_from_outside(&l, TIPS);
    EXPECT_ERR(ledger_post(&l, "2024-05-02 food 92"), 0, "the limit speaks of entries that are there");
    expect_total_from_outside(&l, TIPS + 92);
    free(l.entries);
}

// The entry that is refused has so many before it, and so many behind.
static void take_out(int before, int behind)
{
    struct ledger l = open_ledger(post_tips);
    for (int i = 0; i < before; i++)
        EXPECT_ERR(ledger_post(&l, "2024-05-01 food 1"), 0, "the audit accepts this one");
    tips = behind;
    EXPECT_ERR(ledger_post(&l, "2024-05-02 wine 5"), ECANCELED, "the audit refuses wine");
    EXPECT_EQ((int)l.count, before + behind, "the one that was refused goes, all others stay");
    for (size_t i = 0; i < l.count; i++)
        EXPECT_EQ(l.entries[i].cents, 1L, "the one that was refused goes, all others stay");
    free(l.entries);
}

JUDGE_CASE(taken_out, "first, last or between, and also when there is no room left: the right entry is taken out")
{
    for (int before = 0; before <= 4; before++)
        for (int behind = 0; behind <= 4; behind++)
            take_out(before, behind);
}

JUDGE_CASE(pending_counts, "while the audit looks, the entry counts against the limit")
{
    struct ledger l = open_ledger(post_tips);
    tips = TIPS;
    EXPECT_ERR(ledger_post(&l, "2024-05-01 food 92"), 0, "the audit accepts this one");
    EXPECT_ERR(ledger_post(&l, "2024-05-01 wine 50"), ECANCELED, "the audit refuses wine");
    EXPECT_ERR(ledger_post(&l, "2024-05-02 food 1"), EDOM, "92 and 8 are in, which is the limit");
    free(l.entries);
}

/** What one thread posts. */
struct posting {
    struct ledger *ledger;
    const char *line;
    int error;
};

static void *post(void *argument)
{
    struct posting *p = argument;
    p->error = ledger_post(p->ledger, p->line);
    return NULL;
}

JUDGE_CASE(interleaved, "of two lines posted at once, one of them refused, the other one stays")
{
    struct ledger l = open_ledger(accept_all_but_wine);
    struct posting food = {&l, "2024-05-01 food 10", -1}, wine = {&l, "2024-05-01 wine 5", -1};
    pthread_t ann, bob;
    MUST(pthread_create(&ann, NULL, post, &food));
    MUST(pthread_create(&bob, NULL, post, &wine));
    MUST(pthread_join(ann, NULL));
    MUST(pthread_join(bob, NULL));
    EXPECT_ERR(food.error, 0, "the audit accepts this one");
    EXPECT_ERR(wine.error, ECANCELED, "the audit refuses wine");
    EXPECT_EQ(l.count, 1UL, "one line was accepted, so there is one entry");
    EXPECT_EQ(l.entries[0].cents, 10L, "the entry that stays is the one that was accepted");
    EXPECT(!l.entries[0].pending, "an entry that was accepted is not pending any more");
    free(l.entries);
}

JUDGE_CASE(asked_meanwhile, "the total is that of one moment, also while a line is posted")
{
    struct ledger l = open_ledger(NULL);
    struct posting food = {&l, "2024-05-01 food 10", -1};
    pthread_t ann;
    MUST(pthread_create(&ann, NULL, post, &food));
    const long total = ledger_total(&l);
    MUST(pthread_join(ann, NULL));
    EXPECT(total == 0 || total == 10, "the entry is there, or it is not there yet");
    EXPECT_ERR(food.error, 0, "a good line is posted");
    free(l.entries);
}

JUDGE_CASE(limit_at_once, "of two lines posted at once that fit one at a time, one is posted")
{
    struct ledger l = open_ledger(NULL);
    struct posting bread = {&l, "2024-05-01 food 60", -1}, cheese = {&l, "2024-05-01 food 70", -1};
    pthread_t ann;
    MUST(pthread_create(&ann, NULL, post, &bread));
    post(&cheese);
    MUST(pthread_join(ann, NULL));
    EXPECT_EQ(l.count, 1UL, "the limit of 100 is asked about and kept in one go: nobody else posts in between");
    EXPECT_ERR(bread.error ? bread.error : cheese.error, EDOM, "60 + 70 passes the limit of 100");
    free(l.entries);
}

static struct judge_meeting after_the_tip = JUDGE_MEETING(2, "thread");

// Posts a line of its own, lets the others know, and refuses.
static int tip_and_refuse(struct ledger *l, const char *line)
{
    if (!strstr(line, " wine "))
        return 0;
    EXPECT_ERR(ledger_post(l, "2024-05-01 food 10"), 0, "the audit may post lines itself");
    judge_meet(&after_the_tip, 0);
    return 1;
}

JUDGE_CASE(asked_at_the_end, "the total is that of one moment, also while an entry is taken out")
{
    struct ledger l = open_ledger(tip_and_refuse);
    struct posting wine = {&l, "2024-05-01 wine 5", -1};
    pthread_t ann;
    MUST(pthread_create(&ann, NULL, post, &wine));
    judge_meet(&after_the_tip, 1);
    EXPECT_EQ(ledger_total(&l), 10L, "the food was confirmed before, and is there wherever its entry stands");
    MUST(pthread_join(ann, NULL));
    free(l.entries);
}
