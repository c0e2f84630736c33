#include "explore/models/faults.h"

#include "explore/runtime/execution.h"
#include "judge/runtime/report.h"
#include "workbook/judge.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static const char *const names[] = {
#define REDIRECT(name) #name,
#include "judge/runtime/redirect.def"
#undef REDIRECT
};

enum { FUNCTIONS = sizeof names / sizeof *names };

static struct {
    int calls;
    int fail_at; // number of the call that fails, from 1; 0: none
    int error;
} fault[FUNCTIONS];

void faults_reset(void)
{
    memset(fault, 0, sizeof fault);
}

static int number_of(const char *function)
{
    for (int i = 0; i < FUNCTIONS; i++)
        if (strcmp(names[i], function) == 0)
            return i;
    report_simple("judge-error", "judge_fail or judge_calls: no such function is redirected", function);
}

int faults_next(const char *function)
{
    const int i = number_of(function);
    fault[i].calls++;
    return fault[i].calls == fault[i].fail_at ? fault[i].error : 0;
}

bool faults_strike(const char *function, uint32_t pc)
{
    const int error = execution_is_submission_pc(pc) ? faults_next(function) : 0;
    if (error)
        errno = error;
    return error != 0;
}

void judge_fail(const char *function, int k, int error)
{
    const int i = number_of(function);
    fault[i].error = error;
    fault[i].fail_at = k < 0 ? 0 : fault[i].calls + k + 1;
}

int judge_calls(const char *function)
{
    return fault[number_of(function)].calls;
}
