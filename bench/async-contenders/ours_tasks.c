// The tasks with stacks of 12-04, over the coroutines of 12-03, as they stand in the solutions; time is
// virtual.
#include "measure.h"

#include <tasks.h>

enum { TASKS = 10000, ROUNDS = 10 };

static int nap(void *arg)
{
    (void)arg;
    for (int i = 0; i < ROUNDS; i++)
        task_sleep(1);
    return 0;
}

static int all(void *arg)
{
    static struct task *t[TASKS];
    (void)arg;
    const double bytes = resident_bytes();
    for (int i = 0; i < TASKS; i++)
        if (!(t[i] = task_spawn(nap, NULL)))
            exit(EXIT_FAILURE);
    task_sleep(0); // each has begun, and sleeps
    report("task_bytes", (resident_bytes() - bytes) / TASKS);
    return task_gather(TASKS, t, NULL);
}

int main(void)
{
    const double begin = cpu_ns();
    if (tasks_run(all, NULL))
        return EXIT_FAILURE;
    report("task_ns", (cpu_ns() - begin) / TASKS);
    return 0;
}
