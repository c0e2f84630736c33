/** @file check.c  What an async queue promises: one case a promise, read it as the specification.
 *
 *  One thread and virtual time. What depends on whose turn comes first is tried in every order
 * (in_every_order). Each case leaves the queue without waiters and frees it. */
#include "aqueue.h"
#include "cancel.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <workbook/judge.h>

static char dishes[20001]; // their addresses are what is put; their values nobody looks at
static struct aqueue *q;

// ----------------------------------------------------------------------------------------------- every order

enum { CHOICES_MAX = 200, ORDERS_MAX = 50000 };

/** The turns that were chosen in this run, and out of how many. */
static struct {
    size_t chosen[CHOICES_MAX], of[CHOICES_MAX];
    size_t n, at;
} order;

static size_t pick_next(size_t ready, void *arg)
{
    (void)arg;
    EXPECT(order.at < CHOICES_MAX, "there are only so many turns: nobody is woken again and again in vain");
    if (order.at == order.n)
        order.chosen[order.n++] = 0;
    order.of[order.at] = ready;
    return order.chosen[order.at++];
}

// To the next order: the last choice that has an alternative takes it. False: all were tried.
static bool next_order(void)
{
    order.n = order.at;
    while (order.n > 0 && order.chosen[order.n - 1] + 1 == order.of[order.n - 1])
        order.n--;
    if (order.n == 0)
        return false;
    order.chosen[order.n - 1]++;
    return true;
}

/** Runs fn as the first task with a new queue of @p most. */
static void runs(size_t most, int (*fn)(void *))
{
    q = aq_open(most);
    EXPECT(q, "there is memory, so there is a queue");
    EXPECT_EQ(aq_size(q), 0, "a new queue is empty");
    const int result = tasks_run(fn, NULL);
    EXPECT(result != -EDEADLK, "nobody is left waiting for a wake-up that never comes");
    EXPECT_EQ(result, 0, "the first task ends well, and nobody is left");
    EXPECT_EQ(aq_free(q), 0, "nobody waits on it any more");
}

/** The same in every order of turns. */
static void in_every_order(size_t most, int (*fn)(void *))
{
    int tried = 0;
    memset(&order, 0, sizeof order);
    tasks_set_picker(pick_next, NULL);
    do {
        order.at = 0;
        runs(most, fn);
        EXPECT(++tried < ORDERS_MAX, "the number of orders is bounded");
    } while (next_order());
    tasks_set_picker(NULL, NULL);
}

// -------------------------------------------------------------------------------------------------- small
// tasks

static struct task *spawn(int (*fn)(void *), void *arg)
{
    struct task *t = task_spawn(fn, arg);
    EXPECT(t, "there is memory, so there is a task");
    return t;
}

static void joins(struct task *t, int expected, const char *why)
{
    EXPECT_EQ(task_await(t), expected, why);
}

static void put(long number)
{
    EXPECT_ERR(-aq_put(q, &dishes[number]), 0, "an open queue takes the item, sooner or later");
}

static long got(int rc, void *item)
{
    EXPECT_ERR(-rc, 0, "who waits long enough gets an item");
    const char *dish = item;
    EXPECT(dish >= dishes && dish < dishes + sizeof dishes, "what comes out is what somebody put in");
    return dish - dishes;
}

static long get(void)
{
    void *item = NULL;
    const int rc = aq_get(q, &item);
    return got(rc, item);
}

static int puts_one(void *arg)
{
    return aq_put(q, arg);
}

/** What came to whom: bit `number` for each. */
static long seen;
static long sequence[8];
static int nseen;

static int gets_one(void *arg)
{
    void *item = arg;
    const int rc = aq_get(q, &item);
    if (rc == 0) {
        sequence[nseen++] = got(rc, item);
        seen |= 1L << got(rc, item);
    } else {
        EXPECT_SAME(item, arg, "without an item, *item is untouched");
    }
    return rc;
}

// ------------------------------------------------------------------------------------------------------ one
// task

static int fifo(void *arg)
{
    (void)arg;
    for (int i = 0; i < 5; i++)
        put(i);
    EXPECT_EQ(aq_size(q), 5, "each item is in the queue until it is got");
    for (int i = 0; i < 5; i++)
        EXPECT_EQ(get(), i, "the item that has been there longest leaves first");
    EXPECT_EQ(aq_size(q), 0, "all have left");
    put(7);
    put(8); // left in it
    return 0;
}

JUDGE_CASE(fifo, "items leave in the order they came; 0 means any number; a queue with items can be freed")
{
    runs(0, fifo);
    runs(5, fifo);
}

static int tries(void *arg)
{
    (void)arg;
    void *item = q;
    EXPECT_ERR(-aq_try_get(q, &item), EAGAIN, "empty: it would have to wait");
    EXPECT_ERR(-aq_try_put(q, &dishes[0]), 0, "there is a place");
    EXPECT_ERR(-aq_try_put(q, NULL), 0, "NULL is an item like any other");
    EXPECT_ERR(-aq_try_put(q, &dishes[1]), EAGAIN, "full: it would have to wait");
    EXPECT_SAME(item, q, "without an item, *item is untouched");
    const int rc = aq_try_get(q, &item);
    EXPECT_EQ(got(rc, item), 0, "the item that has been there longest");
    EXPECT_ERR(-aq_try_get(q, &item), 0, "there is one more");
    EXPECT_SAME(item, NULL, "the item is the pointer that was put");
    aq_close(q);
    aq_close(q);
    EXPECT_ERR(-aq_try_put(q, &dishes[2]), EPIPE, "closed");
    EXPECT_ERR(-aq_put(q, &dishes[2]), EPIPE, "closed, also if there is a place");
    EXPECT_ERR(-aq_try_get(q, &item), EPIPE, "closed and empty");
    EXPECT_ERR(-aq_get(q, &item), EPIPE, "closed and empty");
    return 0;
}

static int tries_when_closed_and_full(void *arg)
{
    (void)arg;
    put(0);
    aq_close(q);
    EXPECT_ERR(-aq_try_put(q, &dishes[1]), EPIPE,
               "closed: it may be full as well, but to wait would not help");
    EXPECT_ERR(-aq_put(q, &dishes[1]), EPIPE, "closed, so it does not wait for a place");
    EXPECT_EQ(get(), 0, "what was put is still there");
    return 0;
}

JUDGE_CASE(tries, "try does not wait, and says why it did nothing")
{
    runs(2, tries);
    runs(1, tries_when_closed_and_full);
    EXPECT_EQ(aq_free(NULL), 0, "NULL is fine");
}

// ----------------------------------------------------------------------------------------------- who waits,
// in line

static int full_waits(void *arg)
{
    (void)arg;
    put(0);
    struct task *t = spawn(puts_one, &dishes[1]);
    task_sleep(5);
    EXPECT_EQ(aq_size(q), 1, "a full queue takes nothing");
    EXPECT_EQ(aq_free(q), -EBUSY, "somebody waits on it");
    EXPECT_EQ(get(), 0, "the first item");
    EXPECT_EQ(get(), 1, "the item that waited for a place");
    joins(t, 0, "who waited for a place has put");
    EXPECT_EQ(task_now(), 5, "all of that takes no time");
    return 0;
}

static int empty_waits(void *arg)
{
    (void)arg;
    nseen = 0;
    struct task *t = spawn(gets_one, NULL);
    task_sleep(5);
    EXPECT_EQ(nseen, 0, "an empty queue gives nothing");
    EXPECT_EQ(aq_free(q), -EBUSY, "somebody waits on it");
    put(3);
    joins(t, 0, "who waited for an item got it");
    EXPECT_EQ(sequence[0], 3, "the item that was put");
    return 0;
}

JUDGE_CASE(waits, "a full queue stops who puts, an empty one who gets")
{
    in_every_order(1, full_waits);
    in_every_order(1, empty_waits);
}

static int try_wakes(void *arg)
{
    (void)arg;
    void *item = NULL;
    nseen = 0;
    struct task *getter = spawn(gets_one, NULL);
    task_sleep(1);
    EXPECT_ERR(-aq_try_put(q, &dishes[3]), 0, "there is a place");
    joins(getter, 0, "who waited for an item got it");
    put(0);
    struct task *putter = spawn(puts_one, &dishes[1]);
    task_sleep(1);
    EXPECT_ERR(-aq_try_get(q, &item), 0, "there is an item");
    joins(putter, 0, "who waited for a place has put");
    EXPECT_EQ(get(), 1, "its item");
    return 0;
}

JUDGE_CASE(try_wakes, "who waits is woken by one who does not wait, too")
{
    in_every_order(1, try_wakes);
}

/** Getter number i logs who it is when it has been served. */
static int logs_get(void *arg)
{
    const int me = *(int *)arg;
    void *item = NULL;
    const int rc = aq_get(q, &item);
    judge_log("got", me);
    EXPECT_EQ(got(rc, item), me, "who came first gets the first item");
    return 0;
}

static int getters_in_line(void *arg)
{
    (void)arg;
    static int who[3] = {0, 1, 2};
    struct task *t[3];
    for (int i = 0; i < 3; i++) {
        t[i] = spawn(logs_get, &who[i]);
        task_sleep(1); // it stands in line
    }
    for (int i = 0; i < 3; i++)
        put(i);
    for (int i = 0; i < 3; i++)
        joins(t[i], 0, "each of those who wait gets one");
    return 0;
}

JUDGE_CASE(getters_in_line, "who waits for an item longest is served first, whoever has a turn first")
{
    in_every_order(0, getters_in_line);
}

static int putters_in_line(void *arg)
{
    (void)arg;
    struct task *t[3];
    put(0);
    for (int i = 0; i < 3; i++) {
        t[i] = spawn(puts_one, &dishes[1 + i]);
        task_sleep(1); // it stands in line
    }
    for (int i = 0; i < 4; i++)
        EXPECT_EQ(get(), i, "who came first has put first");
    for (int i = 0; i < 3; i++)
        joins(t[i], 0, "each of those who wait has put");
    return 0;
}

JUDGE_CASE(putters_in_line, "who waits for a place longest is served first, whoever has a turn first")
{
    in_every_order(1, putters_in_line);
}

static int no_barging(void *arg)
{
    (void)arg;
    static int first = 0;
    void *item = NULL;
    struct task *t = spawn(logs_get, &first);
    task_sleep(1);
    put(0); // wakes it; it has not had its turn
    EXPECT_ERR(-aq_try_get(q, &item), EAGAIN, "what is there is for the one who waits");
    put(1);
    EXPECT_EQ(get(), 1, "a newcomer stands behind the one who was woken");
    joins(t, 0, "who came first was served first");
    return 0;
}

static int no_barging_putter(void *arg)
{
    (void)arg;
    put(0);
    struct task *t = spawn(puts_one, &dishes[1]);
    task_sleep(1);
    EXPECT_EQ(get(), 0, "this makes a place, and wakes the one who waits for it");
    EXPECT_ERR(-aq_try_put(q, &dishes[9]), EAGAIN, "the place is for the one who waits");
    struct task *late = spawn(puts_one, &dishes[2]);
    EXPECT_EQ(get(), 1, "who came first has put first");
    EXPECT_EQ(get(), 2, "then the newcomer");
    joins(t, 0, "it has put");
    joins(late, 0, "it has put");
    return 0;
}

JUDGE_CASE(no_barging, "nobody overtakes one who was woken and has not had its turn")
{
    in_every_order(0, no_barging);
    in_every_order(1, no_barging_putter);
}

static int exchange(void *arg)
{
    (void)arg;
    struct task *t[5];
    seen = nseen = 0;
    for (int i = 0; i < 2; i++)
        t[i] = spawn(gets_one, NULL);
    for (int i = 0; i < 3; i++)
        t[2 + i] = spawn(puts_one, &dishes[i]);
    seen |= 1L << get();
    for (int i = 0; i < 5; i++)
        joins(t[i], 0, "whoever waits is served");
    EXPECT_EQ(seen, 7, "each item is got once");
    return 0;
}

JUDGE_CASE(exchange, "whoever comes first, each item is got exactly once and nobody is left waiting",
           .seconds = 60)
{
    in_every_order(1, exchange);
}

// ---------------------------------------------------------------------------------------------------- called
// off

static int cancelled_getter(void *arg)
{
    (void)arg;
    seen = nseen = 0;
    struct task *a = spawn(gets_one, NULL);
    task_sleep(1);
    EXPECT_EQ(task_cancel(a), 0, "it waits");
    put(0); // before the one that was called off has had its turn
    joins(a, -ECANCELED, "who was called off has got nothing");
    EXPECT_EQ(aq_size(q), 1, "the item is in the queue");
    EXPECT_EQ(get(), 0, "and somebody else gets it");
    return 0;
}

static int cancelled_after_wake(void *arg)
{
    (void)arg;
    seen = nseen = 0;
    struct task *a = spawn(gets_one, NULL);
    task_sleep(1);
    put(0);         // wakes it
    task_cancel(a); // before its turn: it keeps what it was woken for
    joins(a, 0, "the wake came first");
    EXPECT_EQ(seen, 1, "it has got the item");
    return 0;
}

static int cancelled_putter(void *arg)
{
    (void)arg;
    put(0);
    struct task *a = spawn(puts_one, &dishes[1]);
    struct task *b = NULL;
    task_sleep(1);
    b = spawn(puts_one, &dishes[2]);
    task_sleep(1);
    EXPECT_EQ(task_cancel(a), 0, "it waits");
    EXPECT_EQ(get(), 0, "the first item");
    EXPECT_EQ(get(), 2, "the one behind puts: the item of the one that was called off is not in the queue");
    joins(a, -ECANCELED, "its item is its own again");
    joins(b, 0, "it has put");
    EXPECT_EQ(aq_size(q), 0, "nothing was put twice");
    return 0;
}

static int cancelled_in_vain(void *arg)
{
    (void)arg;
    put(0);
    struct task *a = spawn(puts_one, &dishes[1]);
    task_sleep(1);
    EXPECT_EQ(task_cancel(a), 0, "it waits");
    joins(a, -ECANCELED, "who is called off waits no longer, though the queue is as full as it was");
    EXPECT_EQ(get(), 0, "the only item");
    EXPECT_EQ(aq_size(q), 0, "its own is not in the queue");
    EXPECT_EQ(aq_task_done(q), 0, "one of one");
    EXPECT_ERR(-aq_task_done(q), EINVAL, "no work is to be done on what was not put");
    return 0;
}

JUDGE_CASE(cancelled, "one that is called off takes nothing and puts nothing, and no item is lost")
{
    in_every_order(0, cancelled_getter);
    in_every_order(0, cancelled_after_wake);
    in_every_order(1, cancelled_putter);
    in_every_order(1, cancelled_in_vain);
}

static int passes_on(void *arg)
{
    (void)arg;
    seen = nseen = 0;
    struct task *a = spawn(gets_one, NULL);
    task_sleep(1);
    struct task *b = spawn(gets_one, NULL);
    task_sleep(1);
    EXPECT_EQ(task_cancel(a), 0, "the first in line is called off");
    put(0); // before that one has had its turn: its wake is for nobody
    joins(a, -ECANCELED, "who was called off has got nothing");
    joins(b, 0, "the next in line gets the item");
    return 0;
}

static int passes_on_place(void *arg)
{
    (void)arg;
    put(0);
    struct task *a = spawn(puts_one, &dishes[1]);
    task_sleep(1);
    struct task *b = spawn(puts_one, &dishes[2]);
    task_sleep(1);
    EXPECT_EQ(task_cancel(a), 0, "the first in line is called off");
    EXPECT_EQ(get(), 0, "before that one has had its turn, a place comes: its wake is for nobody");
    joins(a, -ECANCELED, "who was called off has put nothing");
    joins(b, 0, "the next in line puts");
    EXPECT_EQ(get(), 2, "its item");
    return 0;
}

JUDGE_CASE(passes_on, "a wake that goes to one who is called off is not lost: the next in line has it")
{
    in_every_order(0, passes_on);
    in_every_order(1, passes_on_place);
}

static int all_orders_with_cancel(void *arg)
{
    (void)arg;
    seen = nseen = 0;
    struct task *a = spawn(gets_one, NULL), *b = spawn(gets_one, NULL), *p = spawn(puts_one, &dishes[0]);
    task_sleep(0);
    const bool asked = task_cancel(a) == 0;
    const int rc = task_await(a);
    EXPECT(rc == 0 || (rc == -ECANCELED && asked), "it has an item, or was called off");
    if (rc == 0)
        put(1);
    joins(b, 0, "the other getter gets an item in any case");
    joins(p, 0, "it has put");
    EXPECT_EQ(seen, rc == 0 ? 3 : 1, "each item is got once");
    return 0;
}

JUDGE_CASE(cancel_any_order, "whenever one is called off, the others get what was put")
{
    in_every_order(0, all_orders_with_cancel);
}

static int leaves_the_line(void *arg)
{
    (void)arg;
    seen = nseen = 0;
    struct task *t[4];
    for (int i = 0; i < 4; i++) {
        t[i] = spawn(gets_one, NULL);
        task_sleep(1);
    }
    EXPECT_EQ(task_cancel(t[2]), 0, "one in the middle is called off");
    joins(t[2], -ECANCELED, "its task is gone, with its stack");
    for (int i = 0; i < 4; i++)
        if (i != 2) {
            put(i);
            joins(t[i], 0, "who is left is served");
        }
    return 0;
}

JUDGE_CASE(leaves_the_line, "one that is called off stands in no line any more")
{
    in_every_order(0, leaves_the_line);
}

// ------------------------------------------------------------------------------------------------- done, and
// closed

static int waits_for_all(void *arg)
{
    (void)arg;
    const int rc = aq_join(q);
    judge_log("joined", 0);
    return rc;
}

static int join_waits(void *arg)
{
    (void)arg;
    EXPECT_EQ(aq_join(q), 0, "nothing was put: nothing to wait for");
    EXPECT_ERR(-aq_task_done(q), EINVAL, "nothing was put, so nothing can be done");
    put(0);
    put(1);
    struct task *t[2] = {spawn(waits_for_all, NULL), spawn(waits_for_all, NULL)};
    const int before = judge_log_count("joined");
    task_sleep(1);
    EXPECT_EQ(aq_free(q), -EBUSY, "somebody waits on it");
    get();
    get();
    EXPECT_EQ(aq_task_done(q), 0, "one of two");
    task_sleep(1);
    EXPECT_EQ(judge_log_count("joined"), before, "what is taken is not done: join waits");
    EXPECT_EQ(aq_task_done(q), 0, "two of two");
    joins(t[0], 0, "all is done");
    joins(t[1], 0, "for each who joins");
    EXPECT_ERR(-aq_task_done(q), EINVAL, "more often than items were put");
    return 0;
}

static int join_called_off(void *arg)
{
    (void)arg;
    put(0);
    struct task *t = spawn(waits_for_all, NULL);
    task_sleep(1);
    EXPECT_EQ(task_cancel(t), 0, "it waits");
    joins(t, -ECANCELED, "who joins can be called off");
    get();
    EXPECT_EQ(aq_task_done(q), 0, "one of one");
    return aq_join(q);
}

JUDGE_CASE(join, "join waits until the work on each item is done")
{
    in_every_order(0, join_waits);
    in_every_order(0, join_called_off);
}

static int join_sees_new(void *arg)
{
    (void)arg;
    put(0);
    struct task *t = spawn(waits_for_all, NULL);
    task_sleep(1);
    get();
    EXPECT_EQ(aq_task_done(q), 0, "the last one: join is woken");
    put(1); // before its turn
    const int before = judge_log_count("joined");
    task_sleep(1);
    EXPECT_EQ(judge_log_count("joined"), before, "a wake says: look again; there is work again");
    get();
    EXPECT_EQ(aq_task_done(q), 0, "the last one");
    joins(t, 0, "all is done");
    return 0;
}

JUDGE_CASE(join_again, "join looks again when it has its turn")
{
    in_every_order(0, join_sees_new);
}

static int close_drains(void *arg)
{
    (void)arg;
    void *item = NULL;
    put(0);
    put(1);
    aq_close(q);
    EXPECT_ERR(-aq_put(q, &dishes[2]), EPIPE, "a closed queue takes nothing");
    EXPECT_EQ(get(), 0, "what was put before can still be got");
    EXPECT_EQ(get(), 1, "what was put before can still be got");
    EXPECT_ERR(-aq_get(q, &item), EPIPE, "closed and empty");
    EXPECT_EQ(aq_task_done(q), 0, "one of two");
    EXPECT_EQ(aq_task_done(q), 0, "two of two");
    EXPECT_ERR(-aq_task_done(q), EINVAL, "no work is to be done on what was not put");
    return 0;
}

static int close_tells_getters(void *arg)
{
    (void)arg;
    struct task *t[2] = {spawn(gets_one, NULL), spawn(gets_one, NULL)};
    task_sleep(1);
    aq_close(q);
    joins(t[0], -EPIPE, "whoever waits in vain is told");
    joins(t[1], -EPIPE, "whoever waits in vain is told");
    return 0;
}

static int close_tells_putters(void *arg)
{
    (void)arg;
    put(0);
    struct task *t[2] = {spawn(puts_one, &dishes[1]), spawn(puts_one, &dishes[2])};
    task_sleep(1);
    aq_close(q);
    joins(t[0], -EPIPE, "whoever waits in vain is told");
    joins(t[1], -EPIPE, "whoever waits in vain is told");
    EXPECT_EQ(get(), 0, "what was put before can still be got");
    void *item = NULL;
    EXPECT_ERR(-aq_get(q, &item), EPIPE, "what could not be put is not in the queue");
    return 0;
}

static int close_with_item_and_getters(void *arg)
{
    (void)arg;
    seen = nseen = 0;
    struct task *t[2];
    for (int i = 0; i < 2; i++) {
        t[i] = spawn(gets_one, NULL);
        task_sleep(1);
    }
    put(0);
    aq_close(q); // one of them gets the item, the other one is told
    joins(t[0], 0, "who came first gets the item that was put before the closing");
    joins(t[1], -EPIPE, "whoever waits in vain is told");
    return 0;
}

static int close_leaves_work(void *arg)
{
    (void)arg;
    put(0);
    struct task *before = spawn(waits_for_all, NULL);
    task_sleep(1);
    aq_close(q);
    struct task *after = spawn(waits_for_all, NULL);
    const int joined = judge_log_count("joined");
    task_sleep(1);
    EXPECT_EQ(judge_log_count("joined"), joined, "a closed queue has work left: join waits for it as before");
    get();
    EXPECT_EQ(aq_task_done(q), 0, "one of one");
    joins(before, 0, "all is done");
    joins(after, 0, "all is done");
    return 0;
}

JUDGE_CASE(close, "closing loses no item and leaves nobody waiting")
{
    in_every_order(0, close_drains);
    in_every_order(0, close_tells_getters);
    in_every_order(1, close_tells_putters);
    in_every_order(0, close_with_item_and_getters);
    in_every_order(0, close_leaves_work);
}

// --------------------------------------------------------------------------------------------------- how it
// goes on

static int model(void *arg)
{
    (void)arg;
    long first = 0, next = 0; // what a plain queue would hold: first … next-1
    for (int i = 0; i < 10000; i++) {
        void *item = NULL;
        if (judge_draw(0, 1)) {
            const int rc = aq_try_put(q, &dishes[next]);
            EXPECT_ERR(-rc, next - first < 7 ? 0 : EAGAIN, "it takes an item if there is a place");
            next += rc == 0;
        } else {
            const int rc = aq_try_get(q, &item);
            EXPECT_ERR(-rc, next > first ? 0 : EAGAIN, "it gives an item if there is one");
            if (rc == 0)
                EXPECT_EQ(got(rc, item), first++, "the item that has been there longest");
        }
        EXPECT_EQ((long)aq_size(q), next - first, "it holds what was put and not got");
    }
    return 0;
}

JUDGE_CASE(model, "ten thousand random operations agree with a plain queue")
{
    runs(7, model);
}

static size_t bytes_in_use(void)
{
    const struct mallinfo2 now = mallinfo2();
    return now.uordblks + now.hblkhd;
}

// What tasks have had in hand hides from LeakSanitizer: its address is still on stacks that are gone. So:
// count.
JUDGE_CASE(left_behind, "a queue gives back all that it has made, with items in it or without",
           .analyses = JUDGE_RUN)
{
    size_t bytes = 0;
    for (int i = 0; i < 20; i++) {
        runs(0, fifo);
        runs(0, close_drains);
        runs(1, cancelled_putter);
        if (i == 4) // by now the heap is as large as it will be
            bytes = bytes_in_use();
    }
    EXPECT_EQ(bytes_in_use(), bytes, "as much memory in use as before");
}

/** Opens and puts while the k-th allocation fails. */
static int short_of_memory(void *arg)
{
    const char *function = arg;
    bool failed = true;
    for (int k = 0; failed; k++) {
        const int before = judge_calls(function);
        judge_fail(function, k, ENOMEM);
        errno = 0;
        struct aqueue *small = aq_open(3);
        const int error = errno;
        const int rc = small ? aq_put(small, dishes) : 0;
        failed = judge_calls(function) - before > k;
        judge_fail(function, -1, 0);
        if (failed && !small)
            EXPECT_ERR(error, ENOMEM, "without memory the result is NULL, and errno says why");
        else if (failed)
            EXPECT_ERR(-rc, ENOMEM, "without memory nothing is put");
        if (small)
            EXPECT_EQ(aq_size(small), rc == 0, "an item that could not be put is not in the queue");
        if (small)
            EXPECT_ERR(-aq_task_done(small), rc == 0 ? 0 : EINVAL,
                       "no work is to be done on what was not put");
        EXPECT_EQ(aq_free(small), 0, "nobody waits on it");
    }
    return 0;
}

JUDGE_CASE(no_memory, "without memory there is no queue, or the item stays the caller's")
{
    EXPECT_EQ(tasks_run(short_of_memory, (char[]){"malloc"}), 0,
              "the first task ends well, and nobody is left");
    EXPECT_EQ(tasks_run(short_of_memory, (char[]){"calloc"}), 0,
              "the first task ends well, and nobody is left");
    EXPECT_EQ(tasks_run(short_of_memory, (char[]){"realloc"}), 0,
              "the first task ends well, and nobody is left");
}
