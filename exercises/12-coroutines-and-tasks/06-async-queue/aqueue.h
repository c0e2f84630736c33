/** @file aqueue.h
 *  @brief A queue between tasks: Python's asyncio.Queue, with an end.
 *
 *  An item is a pointer that the queue does not look at. It belongs to whoever holds it: the putter until
 * aq_put() has given 0, then the queue, then the getter. Whoever has to wait is served first come, first
 * served, and nobody who comes later overtakes. All calls but aq_open(), aq_free() and aq_size() are made by
 * tasks. */
#pragma once

#include "kitchen.h"

struct aqueue; // yours, in aqueue.c

/** @brief Makes an empty, open queue.
 *  @param most  items that it holds at most; 0: any number
 *  @return owned by the caller: aq_free(); NULL with errno ENOMEM */
struct aqueue *aq_open(size_t most);

/** @brief Adds @p item behind the others; waits while the queue is full.
 *  @return 0; -ECANCELED: the caller was called off in its wait, and @p item is not in the queue; -EPIPE: the
 * queue is closed, or was while this call waited; -ENOMEM */
int aq_put(struct aqueue *q, void *item);

/** @brief Takes the item that has been there longest; waits while there is none.
 *  @param[out] item  untouched on error
 *  @return 0; -ECANCELED: the caller was called off in its wait, and nothing was taken; -EPIPE: closed and
 * empty */
int aq_get(struct aqueue *q, void **item);

/** @brief aq_put() that does not wait.
 *  @return 0; -EPIPE: closed, full or not; -EAGAIN: full, or others wait to put; -ENOMEM */
int aq_try_put(struct aqueue *q, void *item);

/** @brief aq_get() that does not wait. @return 0; -EAGAIN: empty, or what is there is for those who wait;
 * -EPIPE */
int aq_try_get(struct aqueue *q, void **item);

/** @brief Says that the work on one item is done. @return 0; -EINVAL: more often than items were put */
int aq_task_done(struct aqueue *q);

/** @brief Waits until the work on each item that was put is done. @return 0; -ECANCELED */
int aq_join(struct aqueue *q);

/** @brief From now on nothing is put. What is there can still be got; whoever waits in vain is told. Again is
 * fine. */
void aq_close(struct aqueue *q);

/** @brief Items that are in the queue. */
size_t aq_size(const struct aqueue *q);

/** @brief Gives the queue back; items left in it are not touched. NULL is fine.
 *  @return 0; -EBUSY: tasks wait on it */
int aq_free(struct aqueue *q);
