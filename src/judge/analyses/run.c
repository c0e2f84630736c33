// run: the submission with real threads on the real machine.
#include "judge/analyses/analysis.h"
#include "judge/cases/run.h"
#include "judge/cases/cases.h"

#include <workbook/judge.h>

static void environment(const struct job *job, const char *logs, struct text *out)
{
    (void)job, (void)logs, (void)out;
}

const struct analysis analysis_run = {
    .name = "run",
    .flag = JUDGE_RUN,
    .compile = (const char *const[]){"-O2", "-g", NULL},
    .link = (const char *const[]){NULL},
    .environment = environment,
    .run_case = case_run,
    .judge = cases_judge,
};
