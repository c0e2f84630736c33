/** @file check.c  What the permits promise: one case a promise, read it as the specification. */
#include "permits.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <workbook/judge.h>
#include <workbook/must.h>

static struct permits *make(unsigned n)
{
    struct permits *p = permits_new(n);
    EXPECT(p, "there is memory, so there are permits");
    return p;
}

/** Notes that somebody went in, and that there is room for it. The entries are counted before the exits, so
 * that whoever leaves meanwhile cannot make it look like too many. */
static void enter(int limit)
{
    judge_log("in", 0);
    const int in = judge_log_count("in");
    const int out = judge_log_count("out");
    EXPECT(in - out <= limit, "there are never more inside than there are permits");
}

// ----------------------------------------------------------------------------------------------------
// permits

struct caller {
    struct permits *permits;
    int limit, rounds;
    struct judge_meeting together;
};

static void *go_in_and_out(void *argument)
{
    const struct caller *c = argument;
    for (int i = 0; i < c->rounds; i++) {
        permits_take(c->permits);
        enter(c->limit);
        judge_log("out", 0);
        EXPECT_ERR(permits_give(c->permits), 0, "what was taken can be given back");
    }
    return NULL;
}

JUDGE_CASE(limit, "there are never more inside than permits")
{
    const int n = JUDGE_SIZE(5, 2);
    struct caller c = {.limit = n - 1, .permits = make((unsigned)n - 1), .rounds = JUDGE_SIZE(200, 2)};
    pthread_t thread[5];
    for (int i = 0; i < n; i++)
        MUST(pthread_create(&thread[i], NULL, go_in_and_out, &c));
    for (int i = 0; i < n; i++)
        MUST(pthread_join(thread[i], NULL));
    permits_free(c.permits);
}

static void *meet_inside(void *argument)
{
    struct caller *c = argument;
    permits_take(c->permits);
    judge_meet(&c->together, 1);
    EXPECT_ERR(permits_give(c->permits), 0, "what was taken can be given back");
    return NULL;
}

JUDGE_CASE(uses_all, "as many as there are permits can be inside together")
{
    struct caller c = {.permits = make(2), .together = JUDGE_MEETING(2, "caller")};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, meet_inside, &c));
    permits_take(c.permits);
    judge_meet(&c.together, 0);
    EXPECT_ERR(permits_give(c.permits), 0, "what was taken can be given back");
    MUST(pthread_join(thread, NULL));
    permits_free(c.permits);
}

static void *only_take(void *argument)
{
    const struct caller *c = argument;
    permits_take(c->permits);
    EXPECT(judge_log_count("give") > 0,
           "permits_take returns when one was given, also when a wait ends for no reason");
    return NULL;
}

static void *only_give(void *argument)
{
    const struct caller *c = argument;
    EXPECT_ERR(permits_give(c->permits), 0, "whoever gives it, the permit was taken");
    return NULL;
}

JUDGE_CASE(give_elsewhere, "a permit may be given by another thread than took it")
{
    struct caller c = {.permits = make(1)};
    pthread_t thread;
    permits_take(c.permits);
    MUST(pthread_create(&thread, NULL, only_give, &c));
    permits_take(c.permits);
    MUST(pthread_join(thread, NULL));
    permits_free(c.permits);
}

JUDGE_CASE(two_gives, "two permits given one right after the other wake two who wait")
{
    struct caller c = {.permits = make(2)};
    pthread_t thread[2];
    permits_take(c.permits);
    permits_take(c.permits);
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&thread[i], NULL, only_take, &c));
    judge_settle();
    judge_log("give", 0);
    EXPECT_ERR(permits_give(c.permits), 0, "the first of two");
    EXPECT_ERR(permits_give(c.permits), 0, "the second of two");
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(thread[i], NULL));
    permits_free(c.permits);
}

JUDGE_CASE(try, "who only tries never waits")
{
    struct permits *p = make(1);
    EXPECT(permits_try(p), "one is free, and nobody waits for it");
    EXPECT(!permits_try(p), "it is taken");
    EXPECT_ERR(permits_give(p), 0, "it was taken");
    EXPECT(permits_try(p), "it is free again");
    permits_free(p);
}

static void *try_once(void *argument)
{
    const struct caller *c = argument;
    if (permits_try(c->permits))
        judge_log("took", 0);
    return NULL;
}

JUDGE_CASE(two_try, "of two who try for one permit, one takes it")
{
    struct caller c = {.permits = make(1)};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, try_once, &c));
    try_once(&c);
    MUST(pthread_join(thread, NULL));
    EXPECT_EQ(judge_log_count("took"), 1, "to see that it is free and to take it is one step");
    EXPECT_ERR(permits_give(c.permits), 0, "one was taken");
    EXPECT_ERR(permits_give(c.permits), EOVERFLOW, "and only one");
    permits_free(c.permits);
}

JUDGE_CASE(two_rooms, "permits for one thing are none for another")
{
    struct permits *oven = make(1), *stove = make(2);
    permits_take(oven);
    EXPECT(permits_try(stove) && permits_try(stove), "the two for the stove are free");
    EXPECT(!permits_try(oven), "the one for the oven is taken");
    EXPECT_ERR(permits_give(oven), 0, "it was taken");
    EXPECT(!permits_try(stove), "what was given for the oven is not for the stove");
    permits_free(oven);
    permits_free(stove);
}

JUDGE_CASE(too_many, "more permits than in the beginning there will never be")
{
    struct permits *p = make(1);
    EXPECT_ERR(permits_give(p), EOVERFLOW, "all are free: nobody can have taken this one");
    permits_take(p);
    EXPECT(!permits_try(p), "what was refused was not added either");
    EXPECT_ERR(permits_give(p), 0, "one was taken");
    EXPECT_ERR(permits_give(p), EOVERFLOW, "all are free again");
    permits_free(p);
    permits_free(NULL);
}

JUDGE_CASE(zero, "of no permits none can be taken and none given")
{
    struct permits *p = make(0);
    EXPECT(!permits_try(p), "there is none");
    EXPECT_ERR(permits_give(p), EOVERFLOW, "there was none");
    permits_free(p);
}

// --------------------------------------------------------------------------------------------------
// fetch_all

enum { N_MAX = 40 };

/** What the fetches know, and what they note. */
struct evening {
    int limit;
    struct judge_meeting together; // of the first `limit` fetches
    int fails[2];                  // these indices fail, each with an error of its own
    int calls[N_MAX];              // owned by the fetch of that index
};

static int note(int i, void *ctx)
{
    struct evening *e = ctx;
    EXPECT(i >= 0 && i < N_MAX, "each index is one of 0 to n-1");
    enter(e->limit);
    e->calls[i]++;
    judge_log("out", 0);
    return i == e->fails[0] ? EIO : i == e->fails[1] ? ETIMEDOUT : 0;
}

static void expect_each_once(const struct evening *e, int n)
{
    for (int i = 0; i < n; i++)
        EXPECT_EQ(e->calls[i], 1, "each index is fetched exactly once");
    EXPECT_EQ(judge_log_count("in"), n, "there are as many calls as indices");
}

static int meet_others(int i, void *ctx)
{
    struct evening *e = ctx;
    judge_meet(&e->together, i);
    return 0;
}

JUDGE_CASE(fetches_together, "as many fetches as the limit allows are under way together")
{
    struct evening e = {.together = JUDGE_MEETING(2, "fetch")};
    EXPECT_ERR(fetch_all(2, 2, 2, meet_others, &e), 0, "all fetches succeed");
}

JUDGE_CASE(each_once, "each index is fetched once, and never more at a time than the limit")
{
    const int n = JUDGE_SIZE(N_MAX, 2);
    struct evening e = {.limit = JUDGE_SIZE(3, 1), .fails = {-1, -1}};
    EXPECT_ERR(fetch_all(n, JUDGE_SIZE(8, 2), (unsigned)e.limit, note, &e), 0, "all fetches succeed");
    expect_each_once(&e, n);
}

JUDGE_CASE(error, "after an error all others are tried, and the first by index is reported")
{
    const int n = JUDGE_SIZE(N_MAX, 3);
    struct evening e = {.limit = 1, .fails = {0, 1}};
    EXPECT_ERR(fetch_all(n, 2, 1, note, &e), EIO, "of two errors, the one of the lower index");
    expect_each_once(&e, n);
}

JUDGE_CASE(one, "a single fetch is made, and its error reported")
{
    struct evening e = {.limit = 1, .fails = {0, -1}};
    EXPECT_ERR(fetch_all(1, 1, 1, note, &e), EIO, "its error is that of the lowest index");
    expect_each_once(&e, 1);
}

static int count_call(int i, void *ctx)
{
    int *calls = ctx;
    calls[i]++;
    return 0;
}

static void *fetch_others(void *calls)
{
    EXPECT_ERR(fetch_all(1, 1, 1, count_call, calls), 0, "all fetches succeed");
    return NULL;
}

JUDGE_CASE(two_callers, "two calls share nothing, at the same time or one after the other")
{
    int mine[1] = {0}, others[1] = {0};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, fetch_others, others));
    fetch_others(mine);
    MUST(pthread_join(thread, NULL));
    EXPECT_EQ(mine[0], 1, "each call fetches what it was asked for");
    EXPECT_EQ(others[0], 1, "each call fetches what it was asked for");
}

JUDGE_CASE(arguments, "nothing to fetch is no error; bad arguments are")
{
    struct evening e = {.limit = 1, .fails = {-1, -1}};
    EXPECT_ERR(fetch_all(0, 2, 1, note, &e), 0, "no fetches are finished at once");
    EXPECT_ERR(fetch_all(-1, 2, 1, note, &e), EINVAL, "there is no negative number of fetches");
    EXPECT_ERR(fetch_all(2, 0, 1, note, &e), EINVAL, "without a thread nothing can be fetched");
    EXPECT_ERR(fetch_all(2, 2, 0, note, &e), EINVAL, "if none may be under way, none can be fetched");
    EXPECT_ERR(fetch_all(0, 0, 1, note, &e), EINVAL, "the arguments are looked at first");
    EXPECT_EQ(judge_log_count("in"), 0, "none of these calls fetch");
}

JUDGE_CASE(fewer_threads, "if a thread cannot be started, the others do all of it")
{
    const int n = JUDGE_SIZE(N_MAX, 2);
    struct evening e = {.limit = 2, .fails = {-1, -1}};
    judge_fail("pthread_create", (int)judge_draw(0, 1), EAGAIN);
    EXPECT_ERR(fetch_all(n, 2, 2, note, &e), 0, "one thread is slower, and enough");
    expect_each_once(&e, n);
}

JUDGE_CASE(no_threads, "if no thread can be started, the error says so")
{
    struct evening e = {.limit = 2, .fails = {-1, -1}};
    judge_fail("pthread_create", 0, EAGAIN);
    EXPECT_ERR(fetch_all(2, 1, 2, note, &e), EAGAIN, "pthread_create returns its error: hand it on");
    EXPECT_EQ(judge_log_count("in"), 0, "nothing was fetched");
}

/** Lets the first, second, … call of @p function fail, until a run needs fewer calls than that. */
static void fail_each(const char *function)
{
    bool failed = true;
    for (int k = 0; failed; k++) {
        struct evening e = {.limit = 2, .fails = {-1, -1}};
        const int before = judge_calls(function);
        judge_fail(function, k, ENOMEM);
        const int error = fetch_all(2, 2, 2, note, &e);
        failed = judge_calls(function) - before > k;
        EXPECT_ERR(error, failed ? ENOMEM : 0, "a failed allocation is reported as ENOMEM");
        EXPECT(!failed || e.calls[0] + e.calls[1] == 0, "without memory nothing was called");
    }
    judge_fail(function, -1, 0);
}

JUDGE_CASE(no_memory, "without memory nothing is fetched, and nothing is left behind",
           .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    fail_each("malloc");
    fail_each("calloc");
}
