// Calling off, and deadlines. You learn that to cancel is to ask, and that a deadline is a request with a
// name on it. Contract: cancel.h. What a task is: kitchen.h.
#include "cancel.h"

#include <errno.h>
#include <workbook/todo.h>

int task_cancel(struct task *t)
{
    TODO("whom does it concern? by where that one stands: it never begins, it is woken, it is told later, it "
         "is too late");
}

bool task_cancelled(void)
{
    TODO("is there a request that has not been delivered?");
}

int task_shield(struct task *t)
{
    TODO("wait for its end without letting a request through");
}

void deadline_begin(struct deadline *d, int64_t ms)
{
    TODO("start a timer that asks, and notes that it did");
}

int deadline_end(struct deadline *d, int rc)
{
    TODO("stop the timer; if it has asked: was that request delivered, and is this its answer?");
}
