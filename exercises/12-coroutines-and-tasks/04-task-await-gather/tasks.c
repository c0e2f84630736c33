// Tasks: a scheduler on top of coroutines. You learn what await does: nothing, if the other is done; else it
// leaves word who waits, and gives up its turn. Contract: tasks.h. Coroutines: ../03-switching-stacks/coro.h.
#include "tasks.h"

#include "coro.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <workbook/todo.h>

struct task {
    struct coro *coro; // its stack; NULL once it has ended
    int (*fn)(void *);
    void *arg;
    int result; // of fn, once it has ended
    // TODO: who awaits it, when it is due, its place among those that are ready or asleep
};

struct task *task_spawn(int (*fn)(void *), void *arg)
{
    TODO("a task with a stack of 64 KiB, the last of those that are ready");
}

int task_await(struct task *t)
{
    TODO("unless it has ended: leave word that you wait, and give up your turn; then take its result and "
         "give it back");
}

int task_sleep(int64_t ms)
{
    TODO("note when you are due, and give up your turn");
}

int64_t task_now(void)
{
    TODO("the time");
}

int task_gather(size_t n, struct task *const t[], int results[])
{
    TODO("await all; of the errors, give the one that came first in time");
}

int tasks_run(int (*fn)(void *), void *arg)
{
    TODO("while the first task has not ended: a turn for one that is ready, else on to where the next sleep "
         "ends");
}

void tasks_set_picker(size_t (*pick)(size_t ready, void *arg), void *arg)
{
    TODO("keep them for when the next turn is given");
}
