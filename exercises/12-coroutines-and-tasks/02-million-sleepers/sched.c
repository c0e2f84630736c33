// A scheduler for a million sleeping tasks on one thread. You learn what an event loop does between two
// events: run what can run, then find the next moment at which anything happens. Contract: sched.h.
#include "sched.h"

#include <errno.h>
#include <stdlib.h>
#include <workbook/todo.h>

struct sched {
    int64_t now;  // ms
    size_t most;  // tasks that may be alive; constant
    size_t alive; // tasks that are
    // TODO: those that are ready, and those that sleep
};

struct sched *sched_open(size_t most)
{
    TODO("refuse 0; make room for most tasks that are ready and most that sleep");
}

int sched_add(struct sched *s, struct task *t)
{
    TODO("-ENOSPC if most are alive; else one more that is ready");
}

int co_sleep(struct sched *s, struct task *t, int64_t ms)
{
    TODO("note when the task is due");
}

int64_t sched_now(const struct sched *s)
{
    TODO("the time");
}

void sched_run(struct sched *s)
{
    TODO("while tasks are left: those that are ready, one step each; if none is, on to the next time at "
         "which one is "
         "due");
}

void sched_close(struct sched *s)
{
    TODO("give back what sched_open has made");
}
