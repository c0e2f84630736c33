// What a check may call and the explorer has no model of. A check names its analyses for each case, so that
// none of these is reached; if one is, it is said.
#include "judge/runtime/report.h"
#include "workbook/judge.h"

void judge_work_begin(void)
{
    report_simple("judge-error", "processor time is not explored: name JUDGE_BALANCE for this case", NULL);
}

double judge_work_ms(void)
{
    judge_work_begin();
    return 0;
}

void judge_expect_shares(const double *ms, int n, int workers, const char *why, const char *file, int line)
{
    (void)ms, (void)n, (void)workers, (void)why, (void)file, (void)line;
    judge_work_begin();
}

void judge_expect_balanced(int workers, const char *why, const char *file, int line)
{
    judge_expect_shares(NULL, 0, workers, why, file, line);
}

_Noreturn static void no_files(void)
{
    report_simple("judge-error", "folders and FIFOs are not explored: name JUDGE_RUN for this case", NULL);
}

const char *judge_folder(void)
{
    no_files();
}

void judge_fifo_make(const char *name)
{
    (void)name;
    no_files();
}

int judge_fifo_open(const struct judge_program *program, const char *name, const char *why)
{
    (void)program, (void)name, (void)why;
    no_files();
}

void judge_program_settle(const struct judge_program *program)
{
    (void)program;
    no_files();
}
