// A bounded buffer. You learn to wait for a condition instead of asking again and again, and to wake those,
// and only those, whose condition came true. Contract: bounded_buffer.h.
#include "bounded_buffer.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <workbook/must.h>
#include <workbook/todo.h>

struct buffer {
    pthread_mutex_t lock;
    pthread_cond_t not_full;  // count < places or closed may have come true
    pthread_cond_t not_empty; // count > 0 or closed may have come true
    size_t places;            // constant after buffer_open()
    size_t first, count;      // guarded by lock: the oldest item, how many there are
    bool closed;              // guarded by lock; set once, never cleared
    void *items[];            // guarded by lock: a ring of `places` places
};

struct buffer *buffer_open(size_t places)
{
    TODO("refuse 0 places; make an empty buffer with its lock and its two condition variables");
}

int buffer_put(struct buffer *b, void *item)
{
    TODO("wait while the buffer is full and open; add the item, unless it is closed; wake one who waits for "
         "an item");
}

int buffer_get(struct buffer *b, void **item)
{
    TODO("wait while the buffer is empty and open; take the oldest item; wake one who waits for a place");
}

void buffer_close(struct buffer *b)
{
    TODO("say that it is closed to all who wait, on either side");
}

void buffer_free(struct buffer *b)
{
    TODO("give back what buffer_open has made");
}
