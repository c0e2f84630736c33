// Three sleepers. You learn to run tasks that wait at the same time, and to see that waiting together takes
// no longer than waiting once.
//
//     three_sleepers [TASKS [MS]]
//
// TASKS threads (1 … 64, default 3) each print that they start, sleep MS milliseconds (0 … 600000, default
// 2000), and print that they finish. When all have finished, a last line says so, and one how long it took:
//
//     Thread _0: Starting...
//     Thread _1: Starting...
//     Thread _2: Starting...
//     Thread _0: Finishing.
//     Thread _2: Finishing.
//     Thread _1: Finishing.
//     All threads finished.
//     elapsed 2.000 s
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <workbook/must.h>
#include <workbook/todo.h>

enum { TASKS_MAX = 64, MS_MAX = 600000 };

// What one thread needs to know.
struct task {
    char name[16]; // "_0"
    long ms;      // how long it sleeps
};

// What one thread does is a function that you write above: it prints the first line, sleeps for ms milliseconds,
// and prints the second line.
static void run_tasks(int tasks, long ms)
{
    TODO("give each thread a task of its own; start all, then wait for all; say that all have finished, and how "
         "long it took on CLOCK_MONOTONIC");
}

// Given: reads a number from a word of the command line.
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
