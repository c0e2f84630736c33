// Believes: there is always memory for an item, so it may as well be counted first.
#include "aqueue.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

struct item {
    void *what;
    struct item *next;
};

/** One who stands in line, on its own stack. */
struct waiter {
    struct task *task;
    struct waiter *next;
};

struct aqueue {
    size_t most;       // items at most; 0: any number
    size_t count;      // items in it
    size_t unfinished; // items put whose work is not done
    bool closed;
    struct item *first, **end;                  // the oldest item; where the next one goes
    struct waiter *putters, *getters, *joiners; // lines: the first has waited longest
};

struct aqueue *aq_open(size_t most)
{
    struct aqueue *q = calloc(1, sizeof *q);
    if (!q) {
        errno = ENOMEM;
        return NULL;
    }
    q->most = most;
    q->end = &q->first;
    return q;
}

// -------------------------------------------------------------------------------------------------------
// lines

static void stand_in(struct waiter **line, struct waiter *w)
{
    while (*line)
        line = &(*line)->next;
    *w = (struct waiter){.task = task_current()};
    *line = w;
}

static void leave(struct waiter **line, const struct waiter *w)
{
    while (*line != w)
        line = &(*line)->next;
    *line = w->next;
}

static void wake_first(const struct waiter *line)
{
    if (line)
        task_wake(line->task, 0);
}

static void wake_all(const struct waiter *line)
{
    for (; line; line = line->next)
        task_wake(line->task, 0);
}

static bool has_place(const struct aqueue *q)
{
    return q->most == 0 || q->count < q->most;
}

// Whoever may now have something to do is woken. Called after each change; to be woken in vain does no harm.
static void tell(const struct aqueue *q)
{
    if (q->count > 0 || q->closed)
        wake_first(q->getters);
    if (has_place(q) || q->closed)
        wake_first(q->putters);
}

// --------------------------------------------------------------------------------------------------- put and
// get

static int add(struct aqueue *q, void *what)
{
    q->unfinished++;
    struct item *i = malloc(sizeof *i);
    if (!i)
        return -ENOMEM;
    *i = (struct item){.what = what};
    *q->end = i;
    q->end = &i->next;
    q->count++;
    return 0;
}

static void *take(struct aqueue *q)
{
    struct item *i = q->first;
    void *what = i->what;
    q->first = i->next;
    if (!q->first)
        q->end = &q->first;
    q->count--;
    free(i);
    return what;
}

int aq_put(struct aqueue *q, void *item)
{
    struct waiter me;
    int rc = 0;
    stand_in(&q->putters, &me);
    while (rc == 0 && !q->closed && (q->putters != &me || !has_place(q)))
        rc = task_suspend();
    leave(&q->putters, &me);
    if (rc == 0)
        rc = q->closed ? -EPIPE : add(q, item);
    tell(q); // also if this one was woken for a place that it did not take
    return rc;
}

int aq_get(struct aqueue *q, void **item)
{
    struct waiter me;
    int rc = 0;
    stand_in(&q->getters, &me);
    while (rc == 0 && (q->getters != &me || q->count == 0) && !(q->closed && q->count == 0))
        rc = task_suspend();
    leave(&q->getters, &me);
    if (rc == 0 && q->count == 0)
        rc = -EPIPE;
    if (rc == 0)
        *item = take(q);
    tell(q); // also if this one was woken for an item that it did not take
    return rc;
}

int aq_try_put(struct aqueue *q, void *item)
{
    if (q->closed)
        return -EPIPE;
    if (q->putters || !has_place(q))
        return -EAGAIN;
    const int rc = add(q, item);
    tell(q);
    return rc;
}

int aq_try_get(struct aqueue *q, void **item)
{
    if (q->count == 0)
        return q->closed ? -EPIPE : -EAGAIN;
    if (q->getters)
        return -EAGAIN;
    *item = take(q);
    tell(q);
    return 0;
}

// ------------------------------------------------------------------------------------------------ done, and
// over

int aq_task_done(struct aqueue *q)
{
    if (q->unfinished == 0)
        return -EINVAL;
    if (--q->unfinished == 0)
        wake_all(q->joiners);
    return 0;
}

int aq_join(struct aqueue *q)
{
    struct waiter me;
    int rc = 0;
    stand_in(&q->joiners, &me);
    while (rc == 0 && q->unfinished > 0)
        rc = task_suspend();
    leave(&q->joiners, &me);
    return rc;
}

void aq_close(struct aqueue *q)
{
    q->closed = true;
    tell(q); // the first in line, who tells the next as it leaves
}

size_t aq_size(const struct aqueue *q)
{
    return q->count;
}

int aq_free(struct aqueue *q)
{
    if (!q)
        return 0;
    if (q->putters || q->getters || q->joiners)
        return -EBUSY;
    while (q->first)
        take(q);
    free(q);
    return 0;
}
