// Believes: an interrupted sleep is slept again.
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <workbook/must.h>

enum { TASKS_MAX = 64, MS_MAX = 600000 };

struct task {
    char name[16];
    long ms;
};

// Sleeps until a moment rather than for a while: after a signal the rest is still the right rest.
static void sleep_ms(long ms)
{
    struct timespec until = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &until, NULL) == EINTR)
        ;
}

static void *run_task(void *argument)
{
    const struct task *task = argument;
    printf("Thread %s: Starting...\n", task->name);
    sleep_ms(task->ms);
    printf("Thread %s: Finishing.\n", task->name);
    return NULL;
}

static double now(void)
{
    struct timespec t;
    MUST_SYS(clock_gettime(CLOCK_MONOTONIC, &t));
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run_tasks(int tasks, long ms)
{
    pthread_t thread[TASKS_MAX];
    struct task task[TASKS_MAX];
    const double start = now();

    for (int i = 0; i < tasks; i++) {
        snprintf(task[i].name, sizeof task[i].name, "_%d", i);
        task[i].ms = ms;
        MUST(pthread_create(&thread[i], NULL, run_task, &task[i]));
    }
    for (int i = 0; i < tasks; i++)
        MUST(pthread_join(thread[i], NULL));

    printf("All threads finished.\n");
    printf("elapsed %.3f s\n", now() - start);
}

// Given.
static bool read_number(const char *word, long low, long high, long *out)
{
    char *end;
    *out = strtol(word, &end, 10);
    return end != word && *end == '\0' && *out >= low && *out <= high;
}

// Given.
int main(int argc, char **argv)
{
    long tasks = 3, ms = 2000;
    if (argc > 3 || (argc > 1 && !read_number(argv[1], 1, TASKS_MAX, &tasks)) ||
        (argc > 2 && !read_number(argv[2], 0, MS_MAX, &ms))) {
        fprintf(stderr, "usage: three_sleepers [TASKS [MS]]   TASKS 1-%d, MS 0-%d\n", TASKS_MAX, MS_MAX);
        return 2;
    }
    run_tasks((int)tasks, ms);
    return 0;
}
