// Believes: the lock is for waiting; the place is mine by then.
#include "deadlines.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <workbook/must.h>

enum { NS_PER_S = 1000000000 };

// Given.
ns_t clock_now(void)
{
    struct timespec t;
    MUST_SYS(clock_gettime(CLOCK_MONOTONIC, &t));
    return (ns_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

struct timespec timespec_of(ns_t t)
{
    ns_t s = t / NS_PER_S, rest = t % NS_PER_S;
    if (rest < 0) { // C rounds towards 0
        rest += NS_PER_S;
        s--;
    }
    return (struct timespec){.tv_sec = s, .tv_nsec = rest};
}

// Every condition variable here begins its life in this function.
static void init_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    MUST(pthread_condattr_init(&attributes));
    MUST(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC));
    MUST(pthread_cond_init(condition, &attributes));
    MUST(pthread_condattr_destroy(&attributes));
}

// ------------------------------------------------------------------------------------------------------ bell

struct bell {
    pthread_mutex_t lock;
    pthread_cond_t ringing; // rung may have come true
    bool rung;              // guarded by lock
    unsigned long rings;    // guarded by lock: how often it was rung, which no reset takes back
};

// Given.
struct bell *bell_new(void)
{
    struct bell *b = calloc(1, sizeof *b);
    if (!b)
        return NULL;
    MUST(pthread_mutex_init(&b->lock, NULL));
    init_condition(&b->ringing);
    return b;
}

// Given.
void bell_ring(struct bell *b)
{
    MUST(pthread_mutex_lock(&b->lock));
    b->rung = true;
    b->rings++;
    MUST(pthread_cond_broadcast(&b->ringing));
    MUST(pthread_mutex_unlock(&b->lock));
}

// Given.
void bell_reset(struct bell *b)
{
    MUST(pthread_mutex_lock(&b->lock));
    b->rung = false;
    MUST(pthread_mutex_unlock(&b->lock));
}

// Given.
void bell_wait(struct bell *b)
{
    MUST(pthread_mutex_lock(&b->lock));
    const unsigned long rings = b->rings;
    while (!b->rung && b->rings == rings)
        MUST(pthread_cond_wait(&b->ringing, &b->lock));
    MUST(pthread_mutex_unlock(&b->lock));
}

int bell_wait_until(struct bell *b, ns_t deadline)
{
    const struct timespec at = timespec_of(deadline);
    int rc = 0;
    MUST(pthread_mutex_lock(&b->lock));
    const unsigned long rings = b->rings;
    while (!b->rung && b->rings == rings && rc == 0)
        rc = pthread_cond_timedwait(&b->ringing, &b->lock, &at);
    const bool heard = b->rung || b->rings != rings;
    MUST(pthread_mutex_unlock(&b->lock));
    return heard ? 0 : ETIMEDOUT;
}

// Given.
bool bell_is_rung(struct bell *b)
{
    MUST(pthread_mutex_lock(&b->lock));
    const bool rung = b->rung;
    MUST(pthread_mutex_unlock(&b->lock));
    return rung;
}

// Given.
void bell_free(struct bell *b)
{
    if (!b)
        return;
    MUST(pthread_cond_destroy(&b->ringing));
    MUST(pthread_mutex_destroy(&b->lock));
    free(b);
}

// ---------------------------------------------------------------------------------------------------- buffer

struct buffer {
    pthread_mutex_t lock;
    pthread_cond_t not_full;  // count < places or closed may have come true
    pthread_cond_t not_empty; // count > 0 or closed may have come true
    size_t places;            // constant after buffer_open()
    size_t first, count;      // guarded by lock: the oldest item, how many there are
    bool closed;              // guarded by lock; set once, never cleared
    void *items[];            // guarded by lock: a ring of `places` places
};

// Given.
struct buffer *buffer_open(size_t places)
{
    struct buffer *b = calloc(1, sizeof *b + places * sizeof b->items[0]);
    if (!b)
        return NULL;
    b->places = places;
    MUST(pthread_mutex_init(&b->lock, NULL));
    init_condition(&b->not_full);
    init_condition(&b->not_empty);
    return b;
}

// Given. With the lock held, and a place.
static void add(struct buffer *b, void *item)
{
    b->items[(b->first + b->count) % b->places] = item;
    b->count++;
    MUST(pthread_cond_signal(&b->not_empty));
}

// Given. With the lock held, and an item.
static void *take(struct buffer *b)
{
    void *item = b->items[b->first];
    b->first = (b->first + 1) % b->places;
    b->count--;
    MUST(pthread_cond_signal(&b->not_full));
    return item;
}

// Given.
int buffer_put(struct buffer *b, void *item)
{
    MUST(pthread_mutex_lock(&b->lock));
    while (b->count == b->places && !b->closed)
        MUST(pthread_cond_wait(&b->not_full, &b->lock));
    const int error = b->closed ? EPIPE : 0;
    if (!error)
        add(b, item);
    MUST(pthread_mutex_unlock(&b->lock));
    return error;
}

// Given.
int buffer_get(struct buffer *b, void **item)
{
    MUST(pthread_mutex_lock(&b->lock));
    while (b->count == 0 && !b->closed)
        MUST(pthread_cond_wait(&b->not_empty, &b->lock));
    const int error = b->count == 0 ? EPIPE : 0;
    if (!error)
        *item = take(b);
    MUST(pthread_mutex_unlock(&b->lock));
    return error;
}

int buffer_put_until(struct buffer *b, void *item, ns_t deadline)
{
    const struct timespec at = timespec_of(deadline);
    int rc = 0, error = 0;
    MUST(pthread_mutex_lock(&b->lock));
    while (b->count == b->places && !b->closed && rc == 0)
        rc = pthread_cond_timedwait(&b->not_full, &b->lock, &at);
    MUST(pthread_mutex_unlock(&b->lock));
    if (b->closed)
        error = EPIPE;
    else if (b->count == b->places)
        error = ETIMEDOUT;
    else
        add(b, item);
    return error;
}

int buffer_get_until(struct buffer *b, void **item, ns_t deadline)
{
    const struct timespec at = timespec_of(deadline);
    int rc = 0, error = 0;
    MUST(pthread_mutex_lock(&b->lock));
    while (b->count == 0 && !b->closed && rc == 0)
        rc = pthread_cond_timedwait(&b->not_empty, &b->lock, &at);
    if (b->count > 0)
        *item = take(b);
    else
        error = b->closed ? EPIPE : ETIMEDOUT;
    MUST(pthread_mutex_unlock(&b->lock));
    return error;
}

// Given.
void buffer_close(struct buffer *b)
{
    MUST(pthread_mutex_lock(&b->lock));
    b->closed = true;
    MUST(pthread_cond_broadcast(&b->not_full));
    MUST(pthread_cond_broadcast(&b->not_empty));
    MUST(pthread_mutex_unlock(&b->lock));
}

// Given.
void buffer_free(struct buffer *b)
{
    if (!b)
        return;
    MUST(pthread_cond_destroy(&b->not_empty));
    MUST(pthread_cond_destroy(&b->not_full));
    MUST(pthread_mutex_destroy(&b->lock));
    free(b);
}
