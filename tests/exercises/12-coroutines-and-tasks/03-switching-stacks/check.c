/** @file check.c  What coroutines promise: one case a promise, read it as the specification.
 *
 *  That the page below a stack is closed is read from /proc/self/maps: a crash would prove little, since a
 * stack without such a page ends somewhere, too.
 *  @source proc(5): /proc/PID/maps */
#include "coro.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <workbook/judge.h>
#include <workbook/must.h>

enum { STACK = 64 * 1024, MANY = 10000 };

static char values[64]; // their addresses are what is handed over; a value nobody looks at

static struct coro *create(void *(*fn)(struct coro *, void *), void *arg)
{
    struct coro *c = coro_create(STACK, fn, arg);
    EXPECT(c, "there is memory, so there is a coroutine");
    return c;
}

static void yields(struct coro *c, void *in, const void *expected)
{
    void *out = NULL;
    EXPECT_EQ(coro_resume(c, in, &out), 1, "it has yielded");
    EXPECT_SAME(out, expected, "what it has yielded comes out");
}

static void returns(struct coro *c, void *in, const void *expected)
{
    void *out = NULL;
    EXPECT_EQ(coro_resume(c, in, &out), 0, "it has returned");
    EXPECT_SAME(out, expected, "what it has returned comes out");
}

static void destroy(struct coro *c)
{
    EXPECT_ERR(-coro_destroy(c), 0, "a coroutine that does not run can be destroyed");
}

// ------------------------------------------------------------------------------------------------------
// values

static void *three_values(struct coro *c, void *arg)
{
    EXPECT_SAME(arg, &values[9], "the function gets the argument of coro_create()");
    for (int i = 0; i < 3; i++)
        EXPECT_SAME(coro_yield(c, &values[i]), &values[10 + i],
                    "coro_yield() gives what the next resume brings");
    return &values[3];
}

JUDGE_CASE(generator, "values travel both ways, one a switch")
{
    struct coro *c = create(three_values, &values[9]);
    yields(c, &values[63], &values[0]); // what the first resume brings, nobody waits for
    yields(c, &values[10], &values[1]);
    yields(c, &values[11], &values[2]);
    returns(c, &values[12], &values[3]);
    destroy(c);
}

static void *at_once(struct coro *c, void *arg)
{
    (void)c;
    judge_log("ran", 0);
    return arg;
}

JUDGE_CASE(at_once, "one that never yields runs at its first resume, not before, and once")
{
    struct coro *c = create(at_once, &values[5]);
    EXPECT_EQ(judge_log_count("ran"), 0, "to create it is not to run it");
    EXPECT_EQ(coro_resume(c, NULL, NULL), 0, "it has returned, and nobody wants to know what");
    void *out = &values[1];
    EXPECT_ERR(-coro_resume(c, NULL, &out), EINVAL, "it has returned: there is nothing to go on with");
    EXPECT_SAME(out, &values[1], "a resume that is refused leaves *out alone");
    EXPECT_EQ(judge_log_count("ran"), 1, "it has run once");
    destroy(c);
}

static int recurse(struct coro *c, int depth)
{
    volatile char frame[1024];
    for (size_t i = 0; i < sizeof frame; i++)
        frame[i] = (char)(depth + 1);
    if (depth < 10)
        EXPECT_EQ(recurse(c, depth + 1), depth + 1, "each call returns to its own caller");
    coro_yield(c, &values[depth]);
    for (size_t i = 0; i < sizeof frame; i++)
        EXPECT_EQ(frame[i], (char)(depth + 1), "locals live across a yield, at any depth");
    return depth;
}

static void *deep(struct coro *c, void *arg)
{
    recurse(c, 0);
    return arg;
}

JUDGE_CASE(deep, "it may stop at any depth, and keeps the locals of every call")
{
    struct coro *c[2] = {create(deep, &values[20]), create(deep, &values[21])};
    for (int depth = 10; depth >= 0; depth--)
        for (int i = 0; i < 2; i++)
            yields(c[i], NULL, &values[depth]);
    returns(c[0], NULL, &values[20]);
    returns(c[1], NULL, &values[21]);
    destroy(c[0]);
    destroy(c[1]);
}

// -----------------------------------------------------------------------------------------------------
// nesting

static void *inner(struct coro *c, void *arg)
{
    EXPECT_SAME(coro_current(), c, "the one that runs is the current one");
    EXPECT_SAME(coro_yield(c, &values[1]), &values[31], "what its own resumer brings");
    EXPECT_SAME(coro_current(), c, "the one that runs is the current one");
    return arg;
}

static void *outer(struct coro *c, void *arg)
{
    struct coro *other = arg;
    EXPECT_SAME(coro_current(), c, "the one that runs is the current one");
    yields(other, NULL, &values[1]);
    EXPECT_SAME(coro_current(), c, "after the other has yielded, this one runs again");
    EXPECT_SAME(coro_yield(c, &values[2]), &values[30], "what its own resumer brings");
    returns(other, &values[31], &values[4]);
    EXPECT_SAME(coro_current(), c, "after the other has returned, this one runs again");
    return &values[3];
}

JUDGE_CASE(nested, "who resumes gets back what the resumed one yields, in a coroutine as well")
{
    EXPECT_SAME(coro_current(), NULL, "outside of all there is no current one");
    struct coro *in = create(inner, &values[4]);
    struct coro *out = create(outer, in);
    yields(out, NULL, &values[2]);
    EXPECT_SAME(coro_current(), NULL, "outside of all there is no current one");
    returns(out, &values[30], &values[3]);
    destroy(in);
    destroy(out);
}

static void *refuses_inside(struct coro *c, void *arg)
{
    struct coro *resumer = arg;
    EXPECT_ERR(-coro_resume(c, NULL, NULL), EINVAL, "one that runs cannot be resumed");
    EXPECT_ERR(-coro_destroy(c), EBUSY, "one that runs cannot be destroyed: this is its stack");
    if (resumer) {
        EXPECT_ERR(-coro_resume(resumer, NULL, NULL), EINVAL,
                   "one that waits for its resume cannot be resumed");
        EXPECT_ERR(-coro_destroy(resumer), EBUSY, "one that waits for its resume cannot be destroyed");
    }
    return NULL;
}

static void *resumes_one(struct coro *c, void *arg)
{
    (void)arg;
    struct coro *other = create(refuses_inside, c);
    returns(other, NULL, NULL);
    destroy(other);
    return NULL;
}

JUDGE_CASE(refused, "one that runs or waits for another is neither resumed nor destroyed")
{
    struct coro *alone = create(refuses_inside, NULL);
    returns(alone, NULL, NULL);
    struct coro *resumer = create(resumes_one, NULL);
    returns(resumer, NULL, NULL);
    destroy(alone);
    destroy(resumer);
    EXPECT_ERR(coro_destroy(NULL), 0, "NULL is fine");
    errno = 0;
    EXPECT(!coro_create(0, at_once, NULL), "without a stack nothing can run");
    EXPECT_ERR(errno, EINVAL, "errno says that the argument is wrong");
    errno = 0;
    EXPECT(!coro_create(SIZE_MAX, at_once, NULL), "there is no such stack");
    EXPECT_ERR(errno, ENOMEM, "errno says that memory is short");
    errno = 0;
    EXPECT(!coro_create(SIZE_MAX / 4, at_once, NULL), "there is no such stack");
    EXPECT_ERR(errno, ENOMEM, "errno says that memory is short");
}

// ------------------------------------------------------------------------------------------------------
// stacks

/** What /proc/self/maps says of one address. */
struct mapping {
    uintptr_t from, to;
    char rights[5];
};

static struct mapping mapping_of(const void *address)
{
    const uintptr_t at = (uintptr_t)address;
    struct mapping m = {0};
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    EXPECT(maps, "the check reads /proc/self/maps");
    bool found = false;
    while (!found && fgets(line, sizeof line, maps))
        found = sscanf(line, "%lx-%lx %4s", &m.from, &m.to, m.rights) == 3 && m.from <= at && at < m.to;
    fclose(maps);
    return found ? m : (struct mapping){0};
}

static int mappings(void)
{
    char line[512];
    int n = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    EXPECT(maps, "the check reads /proc/self/maps");
    while (fgets(line, sizeof line, maps))
        n++;
    fclose(maps);
    return n;
}

static void *where_am_i(struct coro *c, void *arg)
{
    (void)arg;
    return coro_yield(c, __builtin_frame_address(0)); // a local's address may be a sanitizer's heap
}

JUDGE_CASE(guard, "the page below the stack is closed, and the stack is as large as was asked")
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    for (size_t bytes = 5 * page - 1; bytes <= 5 * page + 1; bytes++) {
        struct coro *c = coro_create(bytes, where_am_i, NULL);
        EXPECT(c, "there is memory, so there is a coroutine");
        void *frame = NULL;
        EXPECT_EQ(coro_resume(c, NULL, &frame), 1, "it has yielded");
        const char *guard = coro_guard(c);
        const struct mapping closed = mapping_of(guard), stack = mapping_of(frame);
        EXPECT_EQ((const char *)closed.rights, "---p", "the guard page can be neither read nor written");
        EXPECT(closed.from == (uintptr_t)guard && closed.to == closed.from + page,
               "it is one page, and begins at coro_guard()");
        EXPECT(stack.from == closed.to, "the stack begins right above it");
        EXPECT(stack.to - stack.from >= bytes, "the stack offers as many bytes as were asked for");
        destroy(c);
    }
}

static void *mask_now(struct coro *c, void *arg)
{
    sigset_t *mask = arg;
    MUST(pthread_sigmask(SIG_SETMASK, NULL, &mask[0]));
    coro_yield(c, NULL);
    MUST(pthread_sigmask(SIG_SETMASK, NULL, &mask[1]));
    return NULL;
}

JUDGE_CASE(mask, "no signal is blocked by a switch, inside or afterwards")
{
    sigset_t masks[3];
    struct coro *c = create(mask_now, masks);
    yields(c, NULL, NULL);
    returns(c, NULL, NULL);
    MUST(pthread_sigmask(SIG_SETMASK, NULL, &masks[2]));
    for (int i = 0; i < 3; i++)
        EXPECT(!sigismember(&masks[i], SIGINT) && !sigismember(&masks[i], SIGTERM),
               "nobody has blocked a signal");
    destroy(c);
}

static void *counts(struct coro *c, void *arg)
{
    long *sum = arg;
    for (long k = 1; k <= 3; k++) {
        *sum += k;
        coro_yield(c, NULL);
    }
    return NULL;
}

JUDGE_CASE(many, "ten thousand live side by side")
{
    static struct coro *c[MANY];
    long sum = 0;
    for (int i = 0; i < MANY; i++) {
        c[i] = coro_create(16 * 1024, counts, &sum);
        EXPECT(c[i], "there is memory for one more");
    }
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < MANY; i++)
            yields(c[i], NULL, NULL);
    EXPECT_EQ(sum, 6L * MANY, "each has had its three turns");
    for (int i = 0; i < MANY; i++) { // half of them have returned, half are suspended
        if (i % 2 == 0)
            returns(c[i], NULL, NULL);
        destroy(c[i]);
    }
}

JUDGE_CASE(stacks_go, "a destroyed coroutine leaves no mapping behind, returned or suspended")
{
    long sum = 0;
    int before = 0;
    for (int i = 0; i < 100; i++) {
        if (i == 2)
            before = mappings(); // by now the heap is as large as it will be
        struct coro *c = create(counts, &sum);
        for (int k = 0; k < i % 5; k++)
            EXPECT(coro_resume(c, NULL, NULL) >= 0, "it can go on");
        destroy(c);
    }
    EXPECT_EQ(mappings(), before, "as many mappings as before");
}

/** Lets the first, second, … call of @p function fail, until a coroutine needs fewer calls than that. */
static void fail_each(const char *function)
{
    const int before = mappings();
    bool failed = true;
    for (int k = 0; failed; k++) {
        const int calls = judge_calls(function);
        judge_fail(function, k, ENOMEM);
        errno = 0;
        struct coro *c = coro_create(STACK, at_once, NULL);
        failed = judge_calls(function) - calls > k;
        if (failed)
            EXPECT_ERR(c ? 0 : errno, ENOMEM, "without memory the result is NULL, and errno says why");
        destroy(c);
    }
    judge_fail(function, -1, 0);
    EXPECT_EQ(mappings(), before, "a coroutine that could not be made leaves no stack behind");
}

JUDGE_CASE(no_memory, "without memory there is no coroutine, and nothing is left behind")
{
    destroy(create(at_once, NULL));
    fail_each("malloc");
    fail_each("calloc");
}

// -----------------------------------------------------------------------------------------------------
// threads

static struct judge_meeting both = JUDGE_MEETING(2, "thread inside a coroutine");
static struct judge_meeting seen = JUDGE_MEETING(2, "thread that has looked");

static void *in_the_other(struct coro *c, void *arg)
{
    judge_meet(&both, 1);
    EXPECT_SAME(coro_current(), c, "each thread has a current coroutine of its own");
    judge_meet(&seen, 1);
    coro_yield(c, &values[6]);
    return arg;
}

static void *other_thread(void *arg)
{
    EXPECT_SAME(coro_current(), NULL, "a new thread runs no coroutine");
    struct coro *c = create(in_the_other, &values[7]);
    yields(c, NULL, &values[6]);
    returns(c, NULL, &values[7]);
    destroy(c);
    return arg;
}

static void *in_this(struct coro *c, void *arg)
{
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, other_thread, NULL));
    judge_meet(&both, 0); // now a coroutine of the other thread runs as well
    EXPECT_SAME(coro_current(), c, "each thread has a current coroutine of its own");
    judge_meet(&seen, 0);
    MUST(pthread_join(thread, NULL));
    return arg;
}

JUDGE_CASE(threads, "each thread may run a coroutine of its own at the same time")
{
    struct coro *c = create(in_this, &values[8]);
    returns(c, NULL, &values[8]);
    destroy(c);
}

/** A signal that is pending, and unblocked by a switch, comes in the middle of it: there the other thread
 * switches, too. */
static atomic_bool in_a_switch, other_has_switched;

static void let_the_other_switch(int signal)
{
    (void)signal;
    atomic_store(&in_a_switch, true);
    while (!atomic_load(&other_has_switched))
        sched_yield();
}

static void *switches_meanwhile(void *arg)
{
    struct coro *c = create(three_values, &values[9]);
    while (!atomic_load(&in_a_switch))
        sched_yield();
    yields(c, NULL, &values[0]);
    atomic_store(&other_has_switched, true);
    destroy(c);
    return arg;
}

static void *is_interrupted_in_switch(struct coro *c, void *arg)
{
    sigset_t one, before;
    sigemptyset(&one);
    sigaddset(&one, SIGUSR1);
    MUST(pthread_sigmask(SIG_BLOCK, &one, &before));
    raise(SIGUSR1);
    coro_yield(c, &values[41]); // its resumer has not blocked the signal
    MUST(pthread_sigmask(SIG_SETMASK, &before, NULL));
    return arg;
}

JUDGE_CASE(threads_switch, "what one thread hands over does not get into the hands of another")
{
    pthread_t thread;
    struct coro *c = create(is_interrupted_in_switch, &values[42]);
    signal(SIGUSR1, let_the_other_switch);
    MUST(pthread_create(&thread, NULL, switches_meanwhile, NULL));
    yields(c, NULL, &values[41]);
    atomic_store(&in_a_switch, true); // where a switch leaves the mask alone the signal comes later
    returns(c, NULL, &values[42]);
    MUST(pthread_join(thread, NULL));
    destroy(c);
}
