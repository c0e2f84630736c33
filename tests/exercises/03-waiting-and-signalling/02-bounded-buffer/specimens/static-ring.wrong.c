// Believes: there is one pass in the kitchen.
#include "bounded_buffer.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <workbook/must.h>

struct buffer {
    pthread_mutex_t lock;
    pthread_cond_t not_full;  // count < places or closed may have come true
    pthread_cond_t not_empty; // count > 0 or closed may have come true
    size_t places;            // constant after buffer_open()
    size_t first, count;      // guarded by lock: the oldest item, how many there are
    bool closed;              // guarded by lock; set once, never cleared
};

static void *items[1024];

struct buffer *buffer_open(size_t places)
{
    if (places == 0) {
        errno = EINVAL;
        return NULL;
    }
    struct buffer *b = NULL;
    if (places <= (SIZE_MAX - sizeof *b) / sizeof items[0])
        b = calloc(1, sizeof *b);
    if (!b) {
        errno = ENOMEM;
        return NULL;
    }
    b->places = places;
    MUST(pthread_mutex_init(&b->lock, NULL));
    MUST(pthread_cond_init(&b->not_full, NULL));
    MUST(pthread_cond_init(&b->not_empty, NULL));
    return b;
}

int buffer_put(struct buffer *b, void *item)
{
    int error = 0;
    MUST(pthread_mutex_lock(&b->lock));
    while (b->count == b->places && !b->closed)
        MUST(pthread_cond_wait(&b->not_full, &b->lock));
    if (b->closed) {
        error = EPIPE;
    } else {
        items[(b->first + b->count) % b->places] = item;
        b->count++;
        MUST(pthread_cond_signal(&b->not_empty));
    }
    MUST(pthread_mutex_unlock(&b->lock));
    return error;
}

int buffer_get(struct buffer *b, void **item)
{
    int error = 0;
    MUST(pthread_mutex_lock(&b->lock));
    while (b->count == 0 && !b->closed)
        MUST(pthread_cond_wait(&b->not_empty, &b->lock));
    if (b->count == 0) {
        error = EPIPE;
    } else {
        *item = items[b->first];
        b->first = (b->first + 1) % b->places;
        b->count--;
        MUST(pthread_cond_signal(&b->not_full));
    }
    MUST(pthread_mutex_unlock(&b->lock));
    return error;
}

void buffer_close(struct buffer *b)
{
    MUST(pthread_mutex_lock(&b->lock));
    b->closed = true;
    MUST(pthread_cond_broadcast(&b->not_full));
    MUST(pthread_cond_broadcast(&b->not_empty));
    MUST(pthread_mutex_unlock(&b->lock));
}

void buffer_free(struct buffer *b)
{
    if (!b)
        return;
    MUST(pthread_cond_destroy(&b->not_empty));
    MUST(pthread_cond_destroy(&b->not_full));
    MUST(pthread_mutex_destroy(&b->lock));
    free(b);
}
