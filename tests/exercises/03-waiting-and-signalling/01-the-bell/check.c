/** @file check.c  What the bell promises: one case a promise, read it as the specification. */
#include "bell.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <workbook/judge.h>
#include <workbook/must.h>

/** A cook who waits for the bell. */
struct cook {
    struct bell *bell;
    const int *page; // what the ringer wrote before it rang
    int read;        // what this cook read there after its wait
};

static struct bell *hang_up(void)
{
    struct bell *b = bell_new();
    EXPECT(b, "there is memory, so there is a bell");
    return b;
}

/** What a ringer of the check does, so that a cook can tell whether there was a ring. */
static void ring(struct bell *b)
{
    judge_log("ring", 0);
    bell_ring(b);
}

static void *wait_for_ring(void *argument)
{
    const struct cook *c = argument;
    bell_wait(c->bell);
    EXPECT(judge_log_count("ring") > 0,
           "bell_wait returns after a ring, also when a wait ends for no reason");
    return NULL;
}

JUDGE_CASE(early, "a ring is remembered for those who come later")
{
    struct bell *b = hang_up();
    EXPECT(!bell_is_rung(b), "a new bell is not rung");
    bell_ring(b);
    bell_ring(b);
    EXPECT(bell_is_rung(b), "it was rung, and nobody has reset it");
    bell_wait(b);
    bell_wait(b);
    EXPECT(bell_is_rung(b), "waiting uses up no ring");
    bell_free(b);
}

JUDGE_CASE(quiet, "nobody gets away before the ring, and who waits sleeps")
{
    struct cook ann = {.bell = hang_up()};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, wait_for_ring, &ann));
    judge_settle();
    ring(ann.bell);
    MUST(pthread_join(thread, NULL));
    bell_free(ann.bell);
}

JUDGE_CASE(any_order, "a ring reaches whoever comes before, after or in the middle of it")
{
    struct cook ann = {.bell = hang_up()};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, wait_for_ring, &ann));
    ring(ann.bell);
    bell_wait(ann.bell);
    MUST(pthread_join(thread, NULL));
    bell_free(ann.bell);
}

static void *read_page(void *argument)
{
    struct cook *c = argument;
    bell_wait(c->bell);
    c->read = *c->page;
    return NULL;
}

JUDGE_CASE(publishes, "what was done before the ring is seen after the wait")
{
    int page = 0;
    struct cook ann = {hang_up(), &page, 0};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, read_page, &ann));
    page = 42;
    bell_ring(ann.bell);
    MUST(pthread_join(thread, NULL));
    EXPECT_EQ(ann.read, 42, "the page was written before the ring");
    bell_free(ann.bell);
}

static void *only_ring(void *argument)
{
    bell_ring(argument);
    return NULL;
}

JUDGE_CASE(asked, "who sees the bell rung need not wait")
{
    struct bell *b = hang_up();
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, only_ring, b));
    if (bell_is_rung(b))
        bell_wait(b);
    bell_wait(b);
    EXPECT(bell_is_rung(b), "bell_wait returned and nobody resets the bell: it is rung");
    MUST(pthread_join(thread, NULL));
    bell_free(b); // the last user
}

/** Two cooks who wait when this returns. */
static void start_two(struct cook *ann, pthread_t thread[2])
{
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&thread[i], NULL, wait_for_ring, ann));
    judge_settle();
}

JUDGE_CASE(late, "one ring releases all who wait")
{
    struct cook ann = {.bell = hang_up()};
    pthread_t thread[2];
    start_two(&ann, thread);
    ring(ann.bell);
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(thread[i], NULL));
    bell_free(ann.bell);
}

JUDGE_CASE(reset, "after a reset the bell can be waited for and rung again")
{
    struct cook ann = {.bell = hang_up()};
    pthread_t thread;
    bell_ring(ann.bell);
    bell_reset(ann.bell);
    EXPECT(!bell_is_rung(ann.bell), "it was reset after the ring");
    MUST(pthread_create(&thread, NULL, wait_for_ring, &ann));
    judge_settle();
    ring(ann.bell);
    MUST(pthread_join(thread, NULL));
    EXPECT(bell_is_rung(ann.bell), "it was rung after the reset");
    bell_free(ann.bell);
}

JUDGE_CASE(reset_releases_nobody, "who waits while the bell is reset goes on waiting")
{
    struct cook ann = {.bell = hang_up()};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, wait_for_ring, &ann));
    judge_settle();
    bell_reset(ann.bell);
    judge_settle();
    ring(ann.bell);
    MUST(pthread_join(thread, NULL));
    bell_free(ann.bell);
}

JUDGE_CASE(pulse, "those whom a ring released get away, although the bell is reset at once")
{
    struct cook ann = {.bell = hang_up()};
    pthread_t thread[2];
    start_two(&ann, thread);
    ring(ann.bell);
    bell_reset(ann.bell);
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(thread[i], NULL));
    EXPECT(!bell_is_rung(ann.bell), "the reset came last");
    bell_free(ann.bell);
}

JUDGE_CASE(many, "one ring releases twenty as well as two", .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    enum { COOKS = 20 };
    struct cook ann = {.bell = hang_up()};
    pthread_t thread[COOKS];
    for (int i = 0; i < COOKS; i++)
        MUST(pthread_create(&thread[i], NULL, wait_for_ring, &ann));
    ring(ann.bell);
    for (int i = 0; i < COOKS; i++)
        MUST(pthread_join(thread[i], NULL));
    bell_free(ann.bell);
}

JUDGE_CASE(two_bells, "each bell is rung for itself")
{
    struct bell *door = hang_up(), *phone = hang_up();
    bell_ring(door);
    EXPECT(bell_is_rung(door) && !bell_is_rung(phone), "the bell that was rung is rung, the other one is not");
    bell_ring(phone);
    bell_reset(door);
    bell_wait(phone);
    EXPECT(bell_is_rung(phone), "the other one was reset");
    bell_free(door);
    bell_free(phone);
}

JUDGE_CASE(freed, "what bell_new takes, bell_free gives back; NULL is fine")
{
    bell_free(NULL);
    bell_free(hang_up());
}

JUDGE_CASE(no_memory, "without memory there is no bell", .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    judge_fail("malloc", 0, ENOMEM);
    judge_fail("calloc", 0, ENOMEM);
    struct bell *b = bell_new();
    if (judge_calls("malloc") + judge_calls("calloc") > 0)
        EXPECT(!b, "bell_new says so by returning NULL");
    bell_free(b);
}
