#include "judge/runtime/balance.h"
#include "judge/runtime/report.h"
#include "judge/runtime/steps.h"
#include "judge/runtime/task_times.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <workbook/judge.h>

enum { SHARES_MAX = 512, STEPS_MIN = 1000, TEAM_MIN_MS = 5 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static double share[SHARES_MAX]; // guarded by lock: steps; [0] is the caller's
static int shares = 1;           // guarded by lock

// Defined by the OpenMP run-time where the process has one. The threads of its team do not end.
extern int omp_get_max_threads(void) __attribute__((weak));
static struct task_time before[TASK_TIMES_MAX]; // owned by the thread that runs the case, as the next
static size_t nbefore;
static double ms_before;

void balance_thread_ends(void)
{
    const double taken = (double)steps_taken();
    pthread_mutex_lock(&lock);
    if (shares < SHARES_MAX)
        share[shares++] = taken;
    pthread_mutex_unlock(&lock);
}

static double process_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

double judge_work_ms(void)
{
    return process_ms() - ms_before;
}

void judge_work_begin(void)
{
    pthread_mutex_lock(&lock);
    shares = 1;
    share[0] = (double)steps_taken();
    pthread_mutex_unlock(&lock);
    nbefore = omp_get_max_threads ? task_times(before) : 0;
    ms_before = process_ms();
}

static int larger_first(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

static void expect_shares(const double *parts, int n, double least, const char *what, int workers,
                          const char *why, const char *file, int line)
{
    double sorted[SHARES_MAX] = {0}, total = 0;
    for (int i = 0; i < n && i < SHARES_MAX; i++) {
        sorted[i] = parts[i];
        total += parts[i];
    }
    qsort(sorted, SHARES_MAX, sizeof *sorted, larger_first);
    if (total < least)
        report_simple("judge-error", "the check gives too little work to see how it is divided", NULL);
    if (sorted[workers - 1] >= total / workers / 2)
        return;
    char found[256], expected[64], number[16];
    size_t used = 0;
    for (int i = 0; i < workers && used + 16 < sizeof found; i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%.0f %%", i ? ", " : "",
                                 100 * sorted[i] / total);
    snprintf(expected, sizeof expected, "about %d %% each of %d", 100 / workers, workers);
    snprintf(number, sizeof number, "%d", line);
    report_verdict((const char *const[]){"verdict", "serial", "what", what, "found", found, "expected",
                                         expected, "why", why, "file", file, "line", number, NULL});
}

void judge_expect_shares(const double *steps, int n, int workers, const char *why, const char *file, int line)
{
    expect_shares(steps, n, STEPS_MIN, "steps of the threads (basic blocks of the code that they ran)",
                  workers, why, file, line);
}

static int ran_more_first(const void *a, const void *b)
{
    const struct task_time *x = a, *y = b;
    return (x->ran_ms < y->ran_ms) - (x->ran_ms > y->ran_ms);
}

// A thread that had less than half its share, and would have had that if it had run whenever it was ready to,
// was kept from working by other programs. That says nothing about the submission. One that was hardly ever
// ready had nothing to do, on however busy a machine.
static bool was_kept_off(const struct task_time *t, size_t n, int workers)
{
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += t[i].ran_ms;
    const double enough = total / workers / 2;
    for (size_t i = 0; i < n && i < (size_t)workers; i++)
        if (t[i].ran_ms < enough && t[i].ran_ms + t[i].waited_ms >= enough)
            return true;
    return false;
}

// Of a team: what each of its threads has done since judge_work_begin().
static void expect_team_balanced(int workers, const char *why, const char *file, int line)
{
    static struct task_time now[TASK_TIMES_MAX];
    double ms[TASK_TIMES_MAX];
    const size_t n = task_times(now);
    if (n == 0)
        judge_inconclusive("the kernel does not tell how much processor time each thread had");
    task_times_since(now, n, before, nbefore);
    qsort(now, n, sizeof *now, ran_more_first);
    if (was_kept_off(now, n, workers))
        judge_inconclusive("the machine was too busy: a thread was ready to work and had no processor");
    for (size_t i = 0; i < n; i++)
        ms[i] = now[i].ran_ms;
    expect_shares(ms, (int)n, TEAM_MIN_MS, "processor time of the threads", workers, why, file, line);
}

void judge_expect_balanced(int workers, const char *why, const char *file, int line)
{
    if (omp_get_max_threads) {
        expect_team_balanced(workers, why, file, line);
        return;
    }
    pthread_mutex_lock(&lock);
    share[0] = (double)steps_taken() - share[0];
    const int n = shares;
    pthread_mutex_unlock(&lock);
    judge_expect_shares(share, n, workers, why, file, line);
}
