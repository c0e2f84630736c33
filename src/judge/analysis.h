/** @file analysis.h
 *  @brief An analysis is one file with one descriptor: how to compile, how to run, how to read the result.
 *
 *  To add one: write analysis_NAME.c with its descriptor, name it in analyses.c and in the CMake list of
 *  analyses. The judge, `doctor` and the reports know it from then on. */
#pragma once

#include "judge/job.h"

struct analysis {
    const char *name;
    unsigned flag;              /**< its enum judge_analysis: which cases it asks */
    bool only_named;            /**< asks only the cases that name it, not those that name none */
    const char *not_available;  /**< why not, as a sentence; NULL: it is there */
    const char *const *compile; /**< flags for check, given files and submission; ends with NULL */
    const char *const *compile_clang; /**< the same for clang; NULL: as for gcc */
    const char *const *link;    /**< flags for the linker; ends with NULL */
    bool explored;              /**< the explorer links it; no call is redirected by the judge */

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
};

extern const struct analysis analysis_balance, analysis_explore, analysis_memory, analysis_run;

/** @brief All analyses, also those that are not available; ends with NULL. */
extern const struct analysis *const analyses[];

/** @brief The flags with which a compiler ("gcc", "clang") compiles for an analysis; ends with NULL. */
const char *const *analysis_flags(const struct analysis *analysis, const char *compiler);

/** @brief Finds one by name; NULL: none. */
const struct analysis *analysis_find(const char *name);
