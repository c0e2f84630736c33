// balance: is the work divided over the threads? Processor time of each, never wall-clock.
#include "judge/analyses/analysis.h"
#include "judge/cases/run.h"
#include "judge/cases/cases.h"

#include <workbook/judge.h>

static void environment(const struct job *job, const char *logs, struct text *out)
{
    (void)job, (void)logs, (void)out;
}

const struct analysis analysis_balance = {
    .name = "balance",
    .flag = JUDGE_BALANCE,
    .only_named = true,
    .compile = (const char *const[]){"-O2", "-g", NULL},
    .link = (const char *const[]){NULL},
    .environment = environment,
    .run_case = case_run,
    .judge = cases_judge,
};
