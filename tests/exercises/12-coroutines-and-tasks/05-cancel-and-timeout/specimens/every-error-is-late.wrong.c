// Believes: what fails when the deadline has passed is late.
#include "cancel.h"

#include <errno.h>

int task_cancel(struct task *t)
{
    while (t->awaits) // it is held up by another: the request is that one's
        t = t->awaits;
    switch (t->state) {
    case TASK_ENDED: return -ESRCH;
    case TASK_NEW: task_end(t, -ECANCELED); return 0;
    case TASK_WAITING:
        timer_stop(&t->sleep);
        task_wake(t, -ECANCELED);
        return 0;
    case TASK_READY:   // keeps what it was woken for
    case TASK_RUNNING: // asks itself
        t->asked++;
        return 0;
    }
    return 0;
}

bool task_cancelled(void)
{
    return task_current()->asked > 0;
}

int task_shield(struct task *t)
{
    struct task *me = task_current();
    if (t != me && t->state != TASK_ENDED) {
        t->awaiter = me; // as task_await() does, but without `awaits`
        const int rc = task_suspend();
        if (t->state != TASK_ENDED) {
            t->awaiter = NULL;
            return rc;
        }
    }
    return task_await(t);
}

static void pass(void *arg)
{
    struct deadline *d = arg;
    d->passed = true;
    task_cancel(d->task);
}

void deadline_begin(struct deadline *d, int64_t ms)
{
    *d = (struct deadline){.task = task_current()};
    if (ms > 0)
        timer_start(&d->timer, ms, pass, d);
    else
        pass(d);
}

int deadline_end(struct deadline *d, int rc)
{
    timer_stop(&d->timer);
    if (!d->passed)
        return rc;
    if (d->task->asked > 0) {
        d->task->asked--; // somebody else's was delivered, or none
        return rc;
    }
    return rc < 0 ? -ETIMEDOUT : rc; // the mistake: it may have failed for a reason of its own
}
