#include "judge/analyses/analysis.h"

#include <string.h>

const struct analysis *const analyses[] = {&analysis_run,    &analysis_explore, &analysis_memory,
                                           &analysis_openmp, &analysis_balance, NULL};

const char *const *analysis_flags(const struct analysis *analysis, const char *compiler)
{
    const bool clang = strcmp(compiler, "clang") == 0;
    return clang && analysis->compile_clang ? analysis->compile_clang : analysis->compile;
}

// balance: who works how much. The threads of a team do not end, and a loop that a compiler has vectorised is
// the subject: those are measured. run: whether a process that waits for another one waits busily.
const char *analysis_counter(const struct analysis *analysis, const struct job *job)
{
    const bool waits_for_processes =
        job_has_topic(job, "processes") && strcmp(job->exercise->kind, "program") != 0;
    const bool counts = analysis == &analysis_balance ? !job_is_openmp(job)
                                                      : analysis == &analysis_run && waits_for_processes;
    return counts ? "-fsanitize-coverage=trace-pc" : NULL;
}

const char *analysis_compiler(const struct analysis *analysis, const struct job *job)
{
    if (analysis->compiler)
        return analysis->compiler;
    return analysis == &analysis_memory && job_is_openmp(job) ? "gcc" : job->compiler;
}

const char *analysis_shown(const struct analysis *analysis)
{
    return analysis->pass_of ? analysis->pass_of : analysis->name;
}

const struct analysis *analysis_find(const char *name)
{
    for (size_t i = 0; analyses[i]; i++)
        if (!strcmp(analyses[i]->name, name))
            return analyses[i];
    return NULL;
}
