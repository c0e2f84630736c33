/** @file check.c  What a bounded buffer promises: one case a promise, read it as the specification.
 *
 *  Where a wake-up could be lost, fixed numbers are put and got and nobody closes: a closing broadcast would
 * wake those whom a missing signal has left asleep. */
#include "bounded_buffer.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <workbook/judge.h>
#include <workbook/must.h>

enum { ITEMS_MAX = 600 };

static int dishes[ITEMS_MAX]; // their addresses are what is put; their values nobody looks at

/** One who puts dishes first … first+n-1, or gets n of any. */
struct person {
    struct buffer *buffer;
    int first, n;
    int error; // of the last call; owned by the thread, read after its join
};

static struct buffer *open_buffer(size_t places)
{
    struct buffer *b = buffer_open(places);
    EXPECT(b, "there is memory and at least one place, so there is a buffer");
    return b;
}

static void put(struct buffer *b, int i)
{
    EXPECT_ERR(buffer_put(b, &dishes[i]), 0, "an open buffer takes the item, sooner or later");
    judge_log("put", i);
}

static int get(struct buffer *b)
{
    void *item = NULL;
    EXPECT_ERR(buffer_get(b, &item), 0, "who waits long enough gets an item");
    const int *dish = item;
    EXPECT(dish >= dishes && dish < dishes + ITEMS_MAX, "what comes out is what somebody put in");
    judge_log("got", dish - dishes);
    return (int)(dish - dishes);
}

static void *give(void *argument)
{
    const struct person *p = argument;
    for (int i = 0; i < p->n; i++)
        put(p->buffer, p->first + i);
    return NULL;
}

static void *take(void *argument)
{
    const struct person *p = argument;
    for (int i = 0; i < p->n; i++)
        get(p->buffer);
    return NULL;
}

// -------------------------------------------------------------------------------------------------- one
// thread

JUDGE_CASE(fifo, "items leave in the order they came")
{
    struct buffer *b = open_buffer(3);
    for (int i = 0; i < 3; i++)
        put(b, i);
    for (int i = 0; i < 3; i++)
        EXPECT_EQ(get(b), i, "the item that has been there longest leaves first");
    buffer_free(b);
}

JUDGE_CASE(wrap, "the order holds however often the buffer was full and empty")
{
    const int places = (int)judge_draw(1, 3);
    struct buffer *b = open_buffer((size_t)places);
    int next_in = 0, next_out = 0;
    while (next_out < 3 * places) {
        while (next_in - next_out < places && next_in < 3 * places)
            put(b, next_in++);
        EXPECT_EQ(get(b), next_out++, "first in, first out");
    }
    buffer_free(b);
}

JUDGE_CASE(many_places, "a buffer holds as many items as it has places")
{
    const int places = JUDGE_SIZE(ITEMS_MAX, 40);
    struct buffer *b = open_buffer((size_t)places);
    for (int i = 0; i < places; i++)
        put(b, i);
    for (int i = 0; i < places; i++)
        EXPECT_EQ(get(b), i, "the item that has been there longest leaves first");
    buffer_free(b);
}

JUDGE_CASE(two_buffers, "each buffer has items of its own")
{
    struct buffer *soup = open_buffer(1), *rice = open_buffer(1);
    put(soup, 0);
    put(rice, 1);
    buffer_close(soup);
    EXPECT_EQ(get(rice), 1, "what was put here is got here");
    put(rice, 2);
    EXPECT_EQ(get(soup), 0, "what was put here is got here");
    buffer_free(soup);
    buffer_free(rice);
}

JUDGE_CASE(drain, "closing loses no item: all come out, and then EPIPE")
{
    struct buffer *b = open_buffer(3);
    void *item = b;
    put(b, 0);
    put(b, 1);
    buffer_close(b);
    buffer_close(b);
    EXPECT_ERR(buffer_put(b, &dishes[2]), EPIPE,
               "a closed buffer takes nothing, also if it has a free place");
    EXPECT_EQ(get(b), 0, "what was put before the closing can still be got");
    EXPECT_EQ(get(b), 1, "what was put before the closing can still be got");
    EXPECT_ERR(buffer_get(b, &item), EPIPE, "closed and empty: nothing will come any more");
    EXPECT_SAME(item, b, "without an item, *item is untouched");
    buffer_free(b);
}

JUDGE_CASE(none, "a buffer without places is refused; NULL is an item like any other")
{
    void *item = dishes;
    errno = 0;
    EXPECT(!buffer_open(0), "without places nothing could ever be put");
    EXPECT_ERR(errno, EINVAL, "errno says that the argument is wrong");
    struct buffer *b = open_buffer(1);
    EXPECT_ERR(buffer_put(b, NULL), 0, "the buffer does not look at its items");
    EXPECT_ERR(buffer_get(b, &item), 0, "there is an item");
    EXPECT_SAME(item, NULL, "the item is the pointer that was put");
    put(b, 0);
    buffer_free(b); // with an item left
    buffer_free(NULL);
}

// -------------------------------------------------------------------------------------------------- who
// waits

static void *put_after_a_get(void *argument)
{
    struct person *p = argument;
    put(p->buffer, p->first);
    EXPECT(judge_log_count("begins to get") > 0, "a full buffer takes nothing before something is got");
    return NULL;
}

JUDGE_CASE(full_waits, "who puts into a full buffer waits for a place")
{
    struct person ann = {.buffer = open_buffer(1), .first = 1};
    pthread_t thread;
    put(ann.buffer, 0);
    MUST(pthread_create(&thread, NULL, put_after_a_get, &ann));
    judge_settle();
    judge_log("begins to get", 0);
    EXPECT_EQ(get(ann.buffer), 0, "the item that was there first");
    EXPECT_EQ(get(ann.buffer), 1, "the item that waited for a place");
    MUST(pthread_join(thread, NULL));
    buffer_free(ann.buffer);
}

static void *get_after_a_put(void *argument)
{
    struct person *p = argument;
    get(p->buffer);
    EXPECT(judge_log_count("begins to put") > 0, "an empty buffer gives nothing before something is put");
    return NULL;
}

JUDGE_CASE(empty_waits, "who gets from an empty buffer waits for an item")
{
    struct person bob = {.buffer = open_buffer(1)};
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, get_after_a_put, &bob));
    judge_settle();
    judge_log("begins to put", 0);
    put(bob.buffer, 0);
    MUST(pthread_join(thread, NULL));
    buffer_free(bob.buffer);
}

// ------------------------------------------------------------------------------------------- fixed numbers,
// no close

/** So many who put and get, `each` items a giver, the takers' shares as even as may be. */
static void exchange(size_t places, int givers, int each, int takers)
{
    struct buffer *b = open_buffer(places);
    struct person giver[3], taker[3];
    pthread_t giving[3], taking[3];
    for (int i = 0; i < takers; i++) {
        taker[i] = (struct person){.buffer = b, .n = (givers * each + i) / takers};
        MUST(pthread_create(&taking[i], NULL, take, &taker[i]));
    }
    for (int i = 0; i < givers; i++) {
        giver[i] = (struct person){.buffer = b, .first = i * each, .n = each};
        MUST(pthread_create(&giving[i], NULL, give, &giver[i]));
    }
    for (int i = 0; i < givers; i++)
        MUST(pthread_join(giving[i], NULL));
    for (int i = 0; i < takers; i++)
        MUST(pthread_join(taking[i], NULL));
    EXPECT_EQ(judge_log_count("got"), givers * each, "as many are got as were put");
    for (int i = 0; i < givers * each; i++)
        EXPECT(judge_log_position("got", i) >= 0,
               "no item is lost, and none is got twice in place of another");
    buffer_free(b);
}

JUDGE_CASE(two_takers, "of two who wait for items, each gets one")
{
    exchange(2, 1, JUDGE_SIZE(200, 2), 2);
}

JUDGE_CASE(two_takers_one_place, "of two who wait for items, each gets one, also through a single place")
{
    exchange(1, 1, JUDGE_SIZE(200, 2), 2);
}

JUDGE_CASE(two_givers, "of two who wait for a place, each gets one")
{
    exchange(2, 2, JUDGE_SIZE(200, 2), 1);
}

JUDGE_CASE(two_givers_one_place, "of two who wait for a place, each gets one, also with a single place")
{
    exchange(1, 2, JUDGE_SIZE(200, 2), 1);
}

JUDGE_CASE(conserve, "whoever puts and gets, each item is got exactly once")
{
    const size_t places = (size_t)judge_draw(1, 2);
    const int givers = (int)judge_draw(1, JUDGE_SIZE(3, 2)), takers = (int)judge_draw(1, JUDGE_SIZE(3, 2));
    exchange(places, givers, JUDGE_SIZE(200, 2), takers);
}

// ----------------------------------------------------------------------------------------------------
// closing

static void *put_in_vain(void *argument)
{
    struct person *p = argument;
    p->error = buffer_put(p->buffer, &dishes[p->first]);
    return NULL;
}

static void *get_in_vain(void *argument)
{
    struct person *p = argument;
    void *item = NULL;
    p->error = buffer_get(p->buffer, &item);
    return NULL;
}

/** Two who do @p in_vain on @p b, and wait; then it is closed. */
static void close_on_two(struct buffer *b, void *(*in_vain)(void *))
{
    struct person person[2];
    pthread_t thread[2];
    for (int i = 0; i < 2; i++) {
        person[i] = (struct person){.buffer = b, .first = 1 + i, .error = -1};
        MUST(pthread_create(&thread[i], NULL, in_vain, &person[i]));
    }
    judge_settle();
    buffer_close(b);
    for (int i = 0; i < 2; i++) {
        MUST(pthread_join(thread[i], NULL));
        EXPECT_ERR(person[i].error, EPIPE, "whoever waited when the buffer was closed is told so");
    }
}

JUDGE_CASE(close_wakes_takers, "closing an empty buffer wakes all who wait for an item")
{
    struct buffer *b = open_buffer(1);
    close_on_two(b, get_in_vain);
    buffer_free(b);
}

JUDGE_CASE(close_wakes_givers,
           "closing a full buffer wakes all who wait for a place; their items stay theirs")
{
    struct buffer *b = open_buffer(1);
    void *item = NULL;
    put(b, 0);
    close_on_two(b, put_in_vain);
    EXPECT_EQ(get(b), 0, "the item that was put before the closing");
    EXPECT_ERR(buffer_get(b, &item), EPIPE, "an item that could not be put is not in the buffer");
    buffer_free(b);
}

// -----------------------------------------------------------------------------------------------------
// memory

/** Lets the first, second, … call of @p function fail, until a buffer needs fewer calls than that. */
static void *close_it(void *buffer)
{
    buffer_close(buffer);
    return NULL;
}

JUDGE_CASE(close_meanwhile, "closing may come at any moment of another's put and get")
{
    struct buffer *b = open_buffer(1);
    void *item = NULL;
    pthread_t thread;
    MUST(pthread_create(&thread, NULL, close_it, b));
    const int put_error = buffer_put(b, &dishes[0]), get_error = buffer_get(b, &item);
    MUST(pthread_join(thread, NULL));
    EXPECT_ERR(get_error, put_error, "what was put before the closing is got; what was refused is not there");
    EXPECT(put_error == 0 || put_error == EPIPE, "closing is the only reason to refuse an item");
    buffer_free(b);
}

static void fail_each(const char *function)
{
    bool failed = true;
    for (int k = 0; failed; k++) {
        const int before = judge_calls(function);
        judge_fail(function, k, ENOMEM);
        errno = 0;
        struct buffer *b = buffer_open(2);
        failed = judge_calls(function) - before > k;
        if (failed)
            EXPECT_ERR(b ? 0 : errno, ENOMEM, "without memory the result is NULL, and errno says why");
        buffer_free(b);
    }
    judge_fail(function, -1, 0);
}

JUDGE_CASE(no_memory, "without memory there is no buffer", .analyses = JUDGE_RUN | JUDGE_MEMORY)
{
    static const size_t too_many[] = {SIZE_MAX, SIZE_MAX / sizeof(void *), SIZE_MAX / sizeof(void *) - 1};
    for (size_t i = 0; i < sizeof too_many / sizeof *too_many; i++) {
        errno = 0;
        EXPECT(!buffer_open(too_many[i]), "no machine has memory for so many places");
        EXPECT_ERR(errno, ENOMEM, "errno says that memory is short");
    }
    fail_each("malloc");
    fail_each("calloc");
}
