/** @file cancel.h
 *  @brief Calling a task off, and deadlines made of that.
 *
 *  To call off is to ask. The task learns of it at an await, which gives -ECANCELED instead of waiting on;
 * once for each request. Then it tidies up, which may take further awaits, and ends as it likes. */
#pragma once

#include "kitchen.h"

#include <stdbool.h>

/** @brief Asks a task to end early. If it waits, it waits no more. If it awaits another one, the request is
 * that one's (and so on): its end wakes the awaiter. If it has not begun, it never will, and its result is
 * -ECANCELED.
 *
 *  A task that has been woken and not had its turn yet keeps what it was woken for: the request is delivered
 * at its next await. The same holds for one that asks itself.
 *  @return 0; -ESRCH: it has ended */
int task_cancel(struct task *t);

/** @brief Whether a request waits to be delivered to the calling task. Looking does not deliver it. */
bool task_cancelled(void);

/** @brief Awaits @p t, as task_await() does, but a request to the caller does not reach it: the caller gets
 * -ECANCELED, and @p t goes on, to be awaited by somebody later. */
int task_shield(struct task *t);

/** A deadline, on the stack of its task. Yours to fill. */
struct deadline {
    struct timer timer;
    struct task *task; /**< who began it */
    bool passed;       /**< it has asked */
};

/** @brief From here to deadline_end(), the calling task is asked to end what it does when @p ms have passed;
 * 0 or less: at once. Deadlines nest: the one that began last ends first. */
void deadline_begin(struct deadline *d, int64_t ms);

/** @brief Ends it; it asks no more, and a request of its own that was not delivered is taken back.
 *  @param rc  how the work between went
 *  @return -ETIMEDOUT if @p rc is the -ECANCELED that this deadline has caused; else @p rc. If somebody else
 * has asked as well, an outer deadline or task_cancel(), theirs counts: @p rc */
int deadline_end(struct deadline *d, int rc);
