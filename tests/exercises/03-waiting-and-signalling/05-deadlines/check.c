/** @file check.c  What the deadlines promise: one case a promise, read it as the specification.
 *
 *  Where it matters how late it is, time is virtual and stands still while anybody can move: a millisecond
 * passes only when all wait. Each look at the clock takes a microsecond. */
#include "deadlines.h"

#include <errno.h>
#include <pthread.h>
#include <workbook/judge.h>
#include <workbook/must.h>

enum { US = 1000, MS = 1000 * US, SECOND = 1000 * MS };

static const ns_t FAR = 3600LL * SECOND;
static int fish, soup; // items: their addresses are what is put

static ns_t now(void)
{
    struct timespec t;
    MUST_SYS(clock_gettime(CLOCK_MONOTONIC, &t));
    return (ns_t)t.tv_sec * SECOND + t.tv_nsec;
}

static void nap(long ns)
{
    MUST_SYS(nanosleep(&(struct timespec){.tv_nsec = ns}, NULL));
}

static void expect_about(ns_t moment)
{
    const ns_t late_us = (now() - moment) / US;
    EXPECT(late_us >= 0, "a wait that times out does so at its deadline, not before");
    EXPECT(late_us < 100, "a wait that times out does so at its deadline, not after");
}

static struct bell *hang_up(void)
{
    struct bell *b = bell_new();
    EXPECT(b, "there is memory, so there is a bell");
    return b;
}

static struct buffer *open_buffer(void)
{
    struct buffer *b = buffer_open(1);
    EXPECT(b, "there is memory, so there is a buffer");
    return b;
}

// -------------------------------------------------------------------------------------------------- one
// thread

static void expect_timespec(ns_t t, time_t s, long ns)
{
    const struct timespec found = timespec_of(t);
    EXPECT_EQ(found.tv_nsec, ns, "the nanoseconds are 0 to 999999999, and with the seconds they make up t");
    EXPECT_EQ(found.tv_sec, s, "the seconds are those before t; for a negative t they are rounded down");
}

JUDGE_CASE(carry, "a moment is seconds and nanoseconds, of which there are fewer than 10^9")
{
    expect_timespec(0, 0, 0);
    expect_timespec(SECOND - 1, 0, SECOND - 1);
    expect_timespec((SECOND - 1) + 1LL, 1, 0);
    expect_timespec(FAR + 5, 3600, 5);
    expect_timespec(-1, -1, SECOND - 1);
    expect_timespec(-SECOND, -1, 0);
    expect_timespec(-SECOND - 1LL, -2, SECOND - 1);
}

JUDGE_CASE(past, "after the deadline nobody waits, but what is there is found")
{
    struct bell *bell = hang_up();
    struct buffer *buffer = open_buffer();
    void *item = buffer;
    const ns_t past = now() - MS;
    EXPECT_ERR(bell_wait_until(bell, past), ETIMEDOUT, "it was not rung until then");
    EXPECT_ERR(buffer_get_until(buffer, &item, past), ETIMEDOUT, "there was no item until then");
    EXPECT_SAME(item, buffer, "without an item, *item is untouched");
    EXPECT_ERR(buffer_put_until(buffer, &fish, past), 0, "there is a place, so no wait is needed");
    EXPECT_ERR(buffer_put_until(buffer, &soup, past), ETIMEDOUT, "there was no place until then");
    EXPECT_ERR(buffer_get_until(buffer, &item, past), 0, "there is an item, so no wait is needed");
    EXPECT_SAME(item, &fish, "the item that was put; the other one was not");
    EXPECT_ERR(buffer_get_until(buffer, &item, past), ETIMEDOUT, "what timed out was not put");
    bell_ring(bell);
    EXPECT_ERR(bell_wait_until(bell, past), 0, "it was rung, so no wait is needed");
    buffer_close(buffer);
    EXPECT_ERR(buffer_get_until(buffer, &item, past), EPIPE,
               "closed and empty: that is known without a wait");
    EXPECT_ERR(buffer_put_until(buffer, &soup, past), EPIPE, "closed: that is known without a wait");
    buffer_free(buffer);
    bell_free(bell);
}

JUDGE_CASE(not_before, "nobody gives up before the deadline, whatever the clock on the wall says")
{
    struct bell *bell = hang_up();
    struct buffer *buffer = open_buffer();
    void *item;
    ns_t deadline = now() + 5 * MS;
    EXPECT_ERR(bell_wait_until(bell, deadline), ETIMEDOUT, "nobody rings");
    EXPECT(now() >= deadline, "the wait for the bell ends at its deadline, not before");
    deadline = now() + 5 * MS;
    EXPECT_ERR(buffer_get_until(buffer, &item, deadline), ETIMEDOUT, "nobody puts an item");
    EXPECT(now() >= deadline, "the wait for an item ends at its deadline, not before");
    EXPECT_ERR(buffer_put(buffer, &fish), 0, "there is a place");
    deadline = now() + 5 * MS;
    EXPECT_ERR(buffer_put_until(buffer, &soup, deadline), ETIMEDOUT, "nobody takes the item");
    EXPECT(now() >= deadline, "the wait for a place ends at its deadline, not before");
    buffer_free(buffer);
    bell_free(bell);
}

JUDGE_CASE(too_late, "a wait ends at its deadline, to the microsecond", .analyses = JUDGE_EXPLORE,
           .virtual_time = true)
{
    struct bell *bell = hang_up();
    struct buffer *buffer = open_buffer();
    void *item;
    ns_t deadline = now() + 10 * MS;
    EXPECT_ERR(bell_wait_until(bell, deadline), ETIMEDOUT, "nobody rings");
    expect_about(deadline);
    deadline = now() + SECOND - 1;
    EXPECT_ERR(buffer_get_until(buffer, &item, deadline), ETIMEDOUT, "nobody puts an item");
    expect_about(deadline);
    EXPECT_ERR(buffer_put(buffer, &fish), 0, "there is a place");
    deadline = now() + SECOND - 1;
    EXPECT_ERR(buffer_put_until(buffer, &soup, deadline), ETIMEDOUT, "nobody takes the item");
    expect_about(deadline);
    buffer_free(buffer);
    bell_free(bell);
}

// ------------------------------------------------------------------------------------------------- two
// threads

static void *ring(void *bell)
{
    bell_ring(bell);
    return NULL;
}

static void *put_fish(void *buffer)
{
    EXPECT_ERR(buffer_put(buffer, &fish), 0, "there is a place");
    return NULL;
}

static void *get_fish(void *buffer)
{
    void *item = NULL;
    EXPECT_ERR(buffer_get(buffer, &item), 0, "there is an item");
    EXPECT_SAME(item, &fish, "the item that was put first");
    return NULL;
}

JUDGE_CASE(in_time, "what comes before the deadline ends the wait")
{
    struct bell *bell = hang_up();
    struct buffer *buffer = open_buffer();
    void *item = NULL;
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, ring, bell));
    EXPECT_ERR(bell_wait_until(bell, now() + FAR), 0, "it is rung in time");
    MUST(pthread_join(thread, NULL));
    MUST(pthread_create(&thread, NULL, put_fish, buffer));
    EXPECT_ERR(buffer_get_until(buffer, &item, now() + FAR), 0, "an item comes in time");
    EXPECT_SAME(item, &fish, "the item that was put");
    MUST(pthread_join(thread, NULL));
    EXPECT_ERR(buffer_put(buffer, &fish), 0, "there is a place");
    MUST(pthread_create(&thread, NULL, get_fish, buffer));
    EXPECT_ERR(buffer_put_until(buffer, &soup, now() + FAR), 0, "a place comes free in time");
    MUST(pthread_join(thread, NULL));
    buffer_free(buffer);
    bell_free(bell);
}

static void *ring_and_reset(void *bell)
{
    nap(MS); // virtual: the other one waits by then
    bell_ring(bell);
    bell_reset(bell);
    return NULL;
}

JUDGE_CASE(pulse, "a ring counts for those who waited, although the bell is reset at once",
           .analyses = JUDGE_EXPLORE, .virtual_time = true)
{
    struct bell *bell = hang_up();
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, ring_and_reset, bell));
    const ns_t begin = now();
    EXPECT_ERR(bell_wait_until(bell, begin + SECOND), 0, "it was rung while this one waited");
    EXPECT(now() - begin < 2 * MS, "it was rung after a millisecond, and that ended the wait");
    MUST(pthread_join(thread, NULL));
    bell_free(bell);
}

static void *put_soup(void *buffer)
{
    EXPECT_ERR(buffer_put(buffer, &soup), 0, "there is a place, sooner or later");
    return NULL;
}

static void *get_fish_later(void *buffer)
{
    nap(MS);
    return get_fish(buffer);
}

JUDGE_CASE(wakes, "who puts or gets with a deadline wakes those who wait, and is woken by them",
           .analyses = JUDGE_EXPLORE, .virtual_time = true)
{
    struct buffer *buffer = open_buffer();
    void *item = NULL;
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, get_fish, buffer));
    nap(MS); // virtual: the other one waits by then, as in all that follows
    EXPECT_ERR(buffer_put_until(buffer, &fish, now() + FAR), 0, "there is a place");
    MUST(pthread_join(thread, NULL));

    EXPECT_ERR(buffer_put(buffer, &fish), 0, "there is a place");
    MUST(pthread_create(&thread, NULL, put_soup, buffer));
    nap(MS);
    EXPECT_ERR(buffer_get_until(buffer, &item, now() + FAR), 0, "there is an item");
    MUST(pthread_join(thread, NULL));
    EXPECT_ERR(buffer_get_until(buffer, &item, now() + FAR), 0, "the soup found a place");

    EXPECT_ERR(buffer_put(buffer, &fish), 0, "there is a place");
    MUST(pthread_create(&thread, NULL, get_fish_later, buffer));
    const ns_t begin = now();
    EXPECT_ERR(buffer_put_until(buffer, &soup, begin + SECOND), 0, "a place comes free in time");
    EXPECT(now() - begin < 2 * MS, "a place came free after a millisecond, and that ended the wait");
    MUST(pthread_join(thread, NULL));
    buffer_free(buffer);
}

JUDGE_CASE(at_once, "who has nothing to wait for does not wait", .analyses = JUDGE_EXPLORE, .virtual_time = true)
{
    struct bell *bell = hang_up();
    struct buffer *buffer = open_buffer();
    void *item = NULL;
    const ns_t begin = now();
    bell_ring(bell);
    EXPECT_ERR(bell_wait_until(bell, begin + SECOND), 0, "it was rung before");
    EXPECT_ERR(buffer_put_until(buffer, &fish, begin + SECOND), 0, "there is a place");
    buffer_close(buffer);
    EXPECT_ERR(buffer_put_until(buffer, &soup, begin + SECOND), EPIPE, "closed, though it is full as well");
    EXPECT_ERR(buffer_get_until(buffer, &item, begin + SECOND), 0, "the fish is still there");
    EXPECT_ERR(buffer_get_until(buffer, &item, begin + SECOND), EPIPE, "closed and empty");
    EXPECT(now() - begin < MS, "what is known at once needs no wait");
    buffer_free(buffer);
    bell_free(bell);
}

static void *close_it(void *buffer)
{
    buffer_close(buffer);
    return NULL;
}

JUDGE_CASE(closed_while_waiting, "closing ends a wait before its deadline")
{
    struct buffer *buffer = open_buffer();
    void *item;
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, close_it, buffer));
    EXPECT_ERR(buffer_get_until(buffer, &item, now() + FAR), EPIPE, "closed and empty");
    MUST(pthread_join(thread, NULL));
    buffer_free(buffer);
}

// Every 4 ms an item comes, and is taken again by whoever put it unless the one who waits is faster.
static void *nudge(void *buffer)
{
    for (int i = 0; i < 3; i++) {
        void *item;
        nap(4 * MS);
        EXPECT_ERR(buffer_put(buffer, &fish), 0, "there is a place, sooner or later");
        if (buffer_get_until(buffer, &item, 0) == 0)
            judge_log("taken", i);
    }
    return NULL;
}

JUDGE_CASE(nudged, "to be woken for nothing makes a wait neither longer nor shorter",
           .analyses = JUDGE_EXPLORE, .virtual_time = true)
{
    struct buffer *buffer = open_buffer();
    void *item;
    pthread_t thread;
    const ns_t deadline = now() + 10 * MS;
    MUST(pthread_create(&thread, NULL, nudge, buffer));
    const int error = buffer_get_until(buffer, &item, deadline);
    if (error == 0) {
        judge_log("taken", -1);
    } else {
        EXPECT_ERR(error, ETIMEDOUT, "the buffer is open, so only the time can be up");
        expect_about(deadline);
    }
    MUST(pthread_join(thread, NULL));
    EXPECT_EQ(judge_log_count("taken"), 3, "three items were put, and each was taken once");
    buffer_free(buffer);
}

static void *only_nap(void *unused)
{
    (void)unused;
    for (int i = 0; i < 3; i++)
        nap(4 * MS);
    return NULL;
}

JUDGE_CASE(for_no_reason, "to wake for no reason makes no wait shorter", .analyses = JUDGE_EXPLORE,
           .virtual_time = true)
{
    struct bell *bell = hang_up();
    struct buffer *buffer = open_buffer();
    pthread_t thread;
    const ns_t deadline = now() + 10 * MS;
    EXPECT_ERR(buffer_put(buffer, &fish), 0, "there is a place");
    MUST(pthread_create(&thread, NULL, only_nap, NULL)); // while it moves, a wait may end for no reason
    EXPECT_ERR(bell_wait_until(bell, deadline), ETIMEDOUT, "nobody rings");
    expect_about(deadline);
    EXPECT_ERR(buffer_put_until(buffer, &soup, deadline + MS), ETIMEDOUT, "nobody takes the item");
    expect_about(deadline + MS);
    MUST(pthread_join(thread, NULL));
    buffer_free(buffer);
    bell_free(bell);
}

static void *put_at_ten(void *buffer)
{
    nap(10 * MS);
    EXPECT_ERR(buffer_put(buffer, &fish), 0, "there is a place");
    return NULL;
}

JUDGE_CASE(at_the_same_tick,
           "an item that comes at the deadline is got or left there, never both, never neither",
           .analyses = JUDGE_EXPLORE, .virtual_time = true)
{
    struct buffer *buffer = open_buffer();
    void *item = NULL, *left = NULL;
    pthread_t thread;
    const ns_t deadline = now() + 10 * MS;
    MUST(pthread_create(&thread, NULL, put_at_ten, buffer));
    const int error = buffer_get_until(buffer, &item, deadline);
    MUST(pthread_join(thread, NULL));
    const int left_error = buffer_get_until(buffer, &left, 0);
    EXPECT(error == 0 || error == ETIMEDOUT, "the buffer is open: an item, or the time is up");
    EXPECT_ERR(left_error, error ? 0 : ETIMEDOUT, "after a time-out the item is still there, else it is not");
    EXPECT_SAME(error ? left : item, &fish, "the item that was put");
    buffer_free(buffer);
}
