// What a program that the check starts has to cope with: few descriptors, a thread that cannot be started.
// And what it leaves open.
#include "judge/runtime/case.h"
#include "judge/runtime/protocol.h"
#include "judge/runtime/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <workbook/must.h>

static int files_max;                // owned by the thread that runs the case; 0: no limit
static int fail_at = -1, fail_error; // likewise

void judge_program_limit_files(int n)
{
    files_max = n;
}

void judge_program_fail(const char *function, int k, int error)
{
    if (strcmp(function, "pthread_create"))
        report_simple("judge-error", "judge_program_fail: in programs only pthread_create is redirected",
                      function);
    fail_at = k;
    fail_error = error;
}

void program_limits_apply(void)
{
    char fault[32];
    snprintf(fault, sizeof fault, "%d %d", fail_at, fail_error);
    setenv(PROTOCOL_PROGRAM_FAULT_ENV, fault, 1);
    const struct rlimit files = {(rlim_t)files_max, (rlim_t)files_max};
    if (files_max)
        MUST_SYS(setrlimit(RLIMIT_NOFILE, &files));
}

void judge_expect_closed(const char *left_open, const char *why, const char *file, int line)
{
    if (!left_open)
        return;
    char number[16];
    snprintf(number, sizeof number, "%d", line);
    report_verdict((const char *const[]){"verdict", "leak", "what",
                                         "descriptors open at the end of the program", "found", left_open,
                                         "expected", "none", "why", why, "file", file, "line", number, NULL});
}
