#include "judge/runtime/balance.h"
#include "judge/runtime/report.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <workbook/judge.h>

enum { SHARES_MAX = 512, WORK_MIN_MS = 5 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static double share[SHARES_MAX]; // guarded by lock: ms of processor time; [0] is the caller's
static int shares = 1;           // guarded by lock

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void balance_thread_ends(void)
{
    const double used = cpu_ms();
    pthread_mutex_lock(&lock);
    if (shares < SHARES_MAX)
        share[shares++] = used;
    pthread_mutex_unlock(&lock);
}

void judge_work_begin(void)
{
    pthread_mutex_lock(&lock);
    shares = 1;
    share[0] = cpu_ms();
    pthread_mutex_unlock(&lock);
}

static int larger_first(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

void judge_expect_shares(const double *ms, int n, int workers, const char *why, const char *file, int line)
{
    double sorted[SHARES_MAX] = {0}, total = 0;
    for (int i = 0; i < n && i < SHARES_MAX; i++) {
        sorted[i] = ms[i];
        total += ms[i];
    }
    qsort(sorted, SHARES_MAX, sizeof *sorted, larger_first);
    if (total < WORK_MIN_MS)
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
    report_verdict((const char *const[]){"verdict", "serial", "what", "processor time of the threads",
                                         "found", found, "expected", expected, "why", why, "file", file,
                                         "line", number, NULL});
}

void judge_expect_balanced(int workers, const char *why, const char *file, int line)
{
    pthread_mutex_lock(&lock);
    share[0] = cpu_ms() - share[0];
    const int n = shares;
    pthread_mutex_unlock(&lock);
    judge_expect_shares(share, n, workers, why, file, line);
}
