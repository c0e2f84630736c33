/** @file analysis.h
 *  @brief An analysis is one file with one descriptor: how to compile, how to run, how to read the result.
 *
 *  To add one: write analysis_NAME.c with its descriptor, name it in analyses.c and in the CMake list of
 *  analyses. The judge, `doctor` and the reports know it from then on. */
#pragma once

#include "judge/job.h"

struct analysis {
    const char *name;
    unsigned flag;                /**< its enum judge_analysis: which cases it asks */
    bool only_named;              /**< asks only the cases that name it, not those that name none */
    const char *pass_of;          /**< a second pass of the analysis with this name; NULL: it is one itself */
    const struct analysis *then;  /**< the pass after this one, asked if this one passes; NULL: none */
    const char *(*missing)(void); /**< why it cannot be asked here, as a sentence; NULL: it always can */
    const char *compiler;         /**< compiles with this one, whatever the judging's is; NULL: with that */
    const char *source;           /**< linked with the check: a file of the run-time, compiled as the check */
    const int *teams;           /**< each case runs once for each OpenMP team size; ends with 0. NULL: once */
    const char *const *compile; /**< flags for check, given files and submission; ends with NULL */
    const char *const *compile_clang; /**< the same for clang; NULL: as for gcc */
    const char *const *link;          /**< flags for the linker; ends with NULL */
    bool explored;                    /**< the explorer links it; no call is redirected by the judge */

    /** Adds NAME=VALUE strings to what a case's process gets. @p logs: a path without its suffix. */
    void (*environment)(const struct job *job, const char *logs, struct text *out);

    /** Judges the built submission: adds to job->cases. @return the verdict of this analysis */
    enum verdict (*judge)(struct job *job, const struct analysis *analysis);

    /** Runs one case, as case_run() does: adds nothing, makes its record. */
    enum verdict (*run_case)(struct job *job, const struct analysis *analysis, const json_t *definition,
                             json_t **record);

    /** Reads what a sanitizer reported, in the log at @p logs or in what the case printed, into the record of
     *  the case. NULL: no sanitizer. @return its verdict */
    enum verdict (*read_log)(const struct job *job, const char *logs, const struct text *output,
                             json_t *record);

    /** Reads what a tool wrote while the case ran, however that ended: a race explains whatever else went
     *  wrong. NULL: there is none. @return whether it is a race; the record tells it then */
    bool (*overrule)(const struct job *job, const char *logs, json_t *record);
};

extern const struct analysis analysis_balance, analysis_explore, analysis_memory, analysis_openmp,
    analysis_openmp_race, analysis_run;

/** @brief All analyses, also those that are not available; ends with NULL. */
extern const struct analysis *const analyses[];

/** @brief The flags with which a compiler ("gcc", "clang") compiles for an analysis; ends with NULL. */
const char *const *analysis_flags(const struct analysis *analysis, const char *compiler);

/** @brief One more flag for the submission and for given code, which lets them count their steps
 *  (runtime/steps.h); NULL: they don't. */
const char *analysis_counter(const struct analysis *analysis, const struct job *job);

/** @brief The compiler that an analysis of this judging uses: an exercise on OpenMP asks `memory` with gcc,
 *  for libomp itself leaves 21,600 bytes behind. */
const char *analysis_compiler(const struct analysis *analysis, const struct job *job);

/** @brief The name in reports: that of the analysis of which it is a pass. */
const char *analysis_shown(const struct analysis *analysis);

/** @brief Finds one by name; NULL: none. */
const struct analysis *analysis_find(const char *name);
