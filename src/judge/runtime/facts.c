// OpenMP, as a check sees it. The counting itself is done by openmp_facts.c, which only the facts pass links.
#include "judge/runtime/openmp_facts.h"
#include "judge/runtime/report.h"

#include <stdlib.h>
#include <workbook/judge.h>

extern void openmp_facts_read(struct judge_facts *out) __attribute__((weak));
extern void openmp_facts_reset(void) __attribute__((weak));

int judge_team(void)
{
    const char *size = getenv("OMP_NUM_THREADS");
    const int n = size ? atoi(size) : 0;
    return n > 0 ? n : 4; // by hand: as the judge does where an analysis tries no sizes
}

static void must_count(void)
{
    if (!openmp_facts_read)
        report_simple("judge-error", "facts are counted in cases of JUDGE_FACTS only", NULL);
}

void judge_facts_begin(void)
{
    must_count();
    openmp_facts_reset();
}

struct judge_facts judge_facts_end(void)
{
    struct judge_facts facts = {0};
    must_count();
    openmp_facts_read(&facts);
    return facts;
}
