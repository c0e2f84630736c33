// explore: every interleaving that matters, by the explorer (src/explore). The submission and the check are
// both instrumented; a case is the program that is explored.
#include "explore/build/flags.h"
#include "judge/analyses/analysis.h"
#include "judge/cases/explore.h"
#include "judge/cases/cases.h"

#include <workbook/judge.h>

const struct analysis analysis_explore = {
    .name = "explore",
    .flag = JUDGE_EXPLORE,
    .explored = true,
    .compile = (const char *const[]){EXPLORE_FLAGS, NULL},
    .compile_clang = (const char *const[]){EXPLORE_FLAGS_CLANG, NULL},
    .link = (const char *const[]){NULL},
    .run_case = case_explore,
    .judge = cases_judge,
};
