// A queue between tasks. You learn that on one thread nothing happens between two lines, except at an await;
// and what can have happened there. Contract: aqueue.h. To wait and to wake: task_suspend() and task_wake()
// of
// ../05-cancel-and-timeout/kitchen.h.
#include "aqueue.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <workbook/todo.h>

struct aqueue {
    size_t most;       // items at most; 0: any number
    size_t count;      // items in it
    size_t unfinished; // items put whose work is not done
    bool closed;
    // TODO: the items; who waits to put, to get, to join, in the order in which they came
};

struct aqueue *aq_open(size_t most)
{
    TODO("an empty, open queue");
}

int aq_put(struct aqueue *q, void *item)
{
    TODO("stand in line while it is full or others wait; look again; add; wake the first who waits for an "
         "item");
}

int aq_get(struct aqueue *q, void **item)
{
    TODO("stand in line while it is empty or others wait; look again; take; wake the first who waits for a "
         "place");
}

int aq_try_put(struct aqueue *q, void *item)
{
    TODO("as aq_put, but -EAGAIN where that would wait");
}

int aq_try_get(struct aqueue *q, void **item)
{
    TODO("as aq_get, but -EAGAIN where that would wait");
}

int aq_task_done(struct aqueue *q)
{
    TODO("one less to finish; if it was the last one, wake all who join");
}

int aq_join(struct aqueue *q)
{
    TODO("wait while items are unfinished");
}

void aq_close(struct aqueue *q)
{
    TODO("closed; wake all who wait to put or to get");
}

size_t aq_size(const struct aqueue *q)
{
    TODO("how many are in it?");
}

int aq_free(struct aqueue *q)
{
    TODO("refuse while somebody waits; give back what aq_open has made");
}
