// Calling off (12-05) and the queue (12-06) over the kitchen that is given with them and the coroutines of
// 12-03, as they stand in the solutions; time is virtual.
#include "measure.h"

#include <aqueue.h>
#include <cancel.h>
#include <errno.h>

enum { TASKS = 10000, ITEMS = 200000, PLACES = 16 };

static int sleeps_long(void *arg)
{
    (void)arg;
    return task_sleep(3600000);
}

static void cancel_all(void)
{
    static struct task *t[TASKS];
    const double begin = cpu_ns();
    for (int i = 0; i < TASKS; i++)
        if (!(t[i] = task_spawn(sleeps_long, NULL)))
            exit(EXIT_FAILURE);
    task_sleep(1); // all sleep
    for (int i = 0; i < TASKS; i++)
        task_cancel(t[i]);
    for (int i = 0; i < TASKS; i++)
        if (task_await(t[i]) != -ECANCELED)
            exit(EXIT_FAILURE);
    report("cancel_ns", (cpu_ns() - begin) / TASKS);
}

static int puts_all(void *queue)
{
    for (int i = 0; i < ITEMS; i++)
        aq_put(queue, queue);
    return 0;
}

static void pass_items(void)
{
    void *item;
    struct aqueue *queue = aq_open(PLACES);
    const double begin = cpu_ns();
    struct task *putter = task_spawn(puts_all, queue);
    for (int i = 0; i < ITEMS; i++)
        if (aq_get(queue, &item))
            exit(EXIT_FAILURE);
    task_await(putter);
    report("queue_ns", (cpu_ns() - begin) / ITEMS);
    aq_free(queue);
}

static int all(void *arg)
{
    (void)arg;
    pass_items();
    cancel_all();
    return 0;
}

int main(void)
{
    return tasks_run(all, NULL) ? EXIT_FAILURE : EXIT_SUCCESS;
}
