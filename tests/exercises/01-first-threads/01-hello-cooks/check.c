/** @file check.c  What hello_cooks promises: one case a promise, read it as the specification. */
#include "hello_cooks.h"

#include <errno.h>
#include <pthread.h>
#include <workbook/judge.h>
#include <workbook/must.h>

enum { COOKS_MAX = 16 };

/** What the cooks write. No lock: each has a place of its own, and the check reads after the return. */
struct kitchen {
    int calls[COOKS_MAX];          // owned by the cook of that number
    pthread_t thread[COOKS_MAX];   // owned by the cook of that number
    struct judge_meeting together;
    bool has_ended[COOKS_MAX];     // owned by the cook of that number
};

static void mark(int number, void *ctx)
{
    struct kitchen *k = ctx;
    if (number >= 0 && number < COOKS_MAX)
        k->calls[number]++;
}

static void meet_others(int number, void *ctx)
{
    struct kitchen *k = ctx;
    k->thread[number] = pthread_self();
    judge_meet(&k->together, number);
    k->has_ended[number] = true;
}

JUDGE_CASE(each_once, "each cook is called once, with a number of its own")
{
    const int cooks = (int)judge_draw(2, JUDGE_SIZE(COOKS_MAX - 1, 3));
    struct kitchen k = {0};
    EXPECT_ERR(hello_cooks(cooks, mark, &k), 0, "all cooks can be started, so there is no error");
    for (int i = 0; i < cooks; i++)
        EXPECT_EQ(k.calls[i], 1, "each number from 0 to cooks-1 is called exactly once");
    EXPECT_EQ(k.calls[cooks], 0, "there is no cook with the number `cooks`: numbers begin at 0");
}

JUDGE_CASE(alone, "one cook is a cook, too")
{
    struct kitchen k = {0};
    EXPECT_ERR(hello_cooks(1, mark, &k), 0, "one cook can be started");
    EXPECT_EQ(k.calls[0], 1, "a single cook works as each of many does");
}

JUDGE_CASE(together, "all cooks are in the kitchen at the same time")
{
    const int cooks = JUDGE_SIZE(5, 2);
    struct kitchen k = {.together = JUDGE_MEETING(cooks, "cook")};
    EXPECT_ERR(hello_cooks(cooks, meet_others, &k), 0, "all cooks can be started, so there is no error");
    for (int i = 0; i < cooks; i++)
        EXPECT(k.has_ended[i], "hello_cooks returns when every cook has returned, not before");
}

static void compare_threads(int number, void *ctx)
{
    struct kitchen *k = ctx;
    k->thread[number] = pthread_self();
    judge_meet(&k->together, number);
    if (number > 0) // all are still here, so no id can have been given to another
        k->calls[number] = pthread_equal(k->thread[number], k->thread[0]);
}

JUDGE_CASE(own_thread, "each cook works in a thread of its own, not in the caller's")
{
    struct kitchen k = {.together = JUDGE_MEETING(2, "cook")};
    const pthread_t caller = pthread_self();
    EXPECT_ERR(hello_cooks(2, compare_threads, &k), 0, "two cooks can be started");
    EXPECT(!pthread_equal(k.thread[0], caller), "cook 0 has a thread of its own");
    EXPECT(!pthread_equal(k.thread[1], caller), "cook 1 has a thread of its own");
    EXPECT_EQ(k.calls[1], 0, "two cooks at work at the same time are two threads");
}

JUDGE_CASE(none, "no cooks is no error; a negative number or no function is")
{
    struct kitchen k = {0};
    EXPECT_ERR(hello_cooks(0, mark, &k), 0, "an empty kitchen is finished at once");
    EXPECT_ERR(hello_cooks(-1, mark, &k), EINVAL, "there is no negative number of cooks");
    EXPECT_ERR(hello_cooks(2, NULL, &k), EINVAL, "a cook without work cannot be called");
    EXPECT_EQ(k.calls[0], 0, "none of these calls a cook");
    EXPECT_EQ(judge_threads_created(), 0, "none of these starts a thread");
}

static void mark_twice(int number, void *ctx)
{
    mark(number, ctx);
    mark(number, ctx);
}

static void *open_other(void *ctx)
{
    EXPECT_ERR(hello_cooks(1, mark_twice, ctx), 0, "one cook can be started");
    return NULL;
}

JUDGE_CASE(two_callers, "two calls share nothing, at the same time or one after the other")
{
    struct kitchen one = {0}, other = {0};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, open_other, &other));
    EXPECT_ERR(hello_cooks(1, mark, &one), 0, "one cook can be started");
    MUST(pthread_join(thread, NULL));
    EXPECT_EQ(one.calls[0], 1, "each call has a cook 0 of its own, who does the work of that call");
    EXPECT_EQ(other.calls[0], 2, "each call has a cook 0 of its own, who does the work of that call");
}

JUDGE_CASE(no_room, "a cook that cannot be started is reported; those before are waited for")
{
    const int cooks = JUDGE_SIZE(6, 3), missing = (int)judge_draw(0, cooks - 1);
    struct kitchen k = {0};
    errno = 0;
    judge_fail("pthread_create", missing, EAGAIN);
    const int error = hello_cooks(cooks, mark, &k);
    EXPECT_JOINED("those already started are waited for, also when the next one fails");
    EXPECT_ERR(error, EAGAIN, "pthread_create returns its error (it does not set errno): hand it on");
    for (int i = 0; i < missing; i++)
        EXPECT_EQ(k.calls[i], 1, "a cook who was started works as ever");
    for (int i = missing; i < cooks; i++)
        EXPECT_EQ(k.calls[i], 0, "after the first failure nobody else is started");
}

JUDGE_CASE(no_memory, "without memory nothing is started, and the error says so",
           .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    struct kitchen k = {0};
    judge_fail("malloc", 0, ENOMEM);
    judge_fail("calloc", 0, ENOMEM);
    const int error = hello_cooks(2, mark, &k);
    EXPECT_JOINED("those already started are waited for");
    if (judge_calls("malloc") + judge_calls("calloc") > 0)
        EXPECT_ERR(error, ENOMEM, "a failed allocation is reported as ENOMEM");
    else
        EXPECT_ERR(error, 0, "who needs no memory has no such failure");
}
