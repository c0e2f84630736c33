/** @file job.h
 *  @brief One judging: what is judged, how, and what has come out so far. */
#pragma once

#include "common/catalogue.h"
#include "common/text.h"
#include "judge/verdict.h"

#include <jansson.h>
#include <stdint.h>

enum {
    JOB_SOURCES_MAX = 16,
    JOB_TEAM = 4 /**< threads of an OpenMP team where an analysis does not say */
};

/** Made by job_open(). The report grows while the analyses run. */
struct job {
    const struct catalogue *catalogue;
    const struct exercise *exercise;
    const char *compiler;                /**< "gcc" or "clang" */
    const char *source[JOB_SOURCES_MAX]; /**< paths as given, in the order of the exercise's SOURCES */
    size_t nsources;
    struct text content[JOB_SOURCES_MAX]; /**< what was read and scanned, and is compiled */
    uint64_t seed;
    const char *box;   /**< class grading: the program that makes boxes (boxed.h); NULL: none */
    const char *slot;  /**< words for it, with spaces between */
    char *folder;      /**< a temporary folder of this judging; removed by job_close() */
    bool progress;     /**< tell on standard error what is going on */
    long repeat;       /**< how often each analysis is asked; 0: once */
    int team;          /**< threads of an OpenMP team in the cases that run now; 0: JOB_TEAM */
    bool tools_proved; /**< openmp: its tools have found a known race in this judging, and no other */
    bool first_look;   /**< explore: a few executions of each case that runs now */
    unsigned control;  /**< in the cases that run now this expectation is to break; 0: none */

    enum verdict verdict; /**< of the whole, so far */
    json_t *analyses;     /**< report: array */
    json_t *cases;        /**< report: array */
    json_t *messages;     /**< report: array of strings */
    json_t *flags;        /**< report, for who grades a class: array of strings */
};

/** @brief Prepares the temporary folder and an empty report. Other fields are the caller's to set before.
 *  @return 0; what making the folder gives */
int job_open(struct job *job);

/** @brief Removes the folder and releases the report. */
void job_close(struct job *job);

/** @brief Adds a line for a person to the report. */
void job_message(struct job *job, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** @brief Adds what a person who grades should look at; twice the same: no effect. */
void job_flag(struct job *job, const char *flag);

/** @brief A path in the job's folder. @return owned by the caller: free() */
char *job_path(const struct job *job, const char *name);

/** @brief A path as people read it: relative to the checkout where it is inside. Points into @p path. */
const char *job_shown(const struct job *job, const char *path);

/** @brief Whether the exercise names this topic. */
bool job_has_topic(const struct job *job, const char *topic);

/** @brief Whether the exercise is solved with OpenMP: it names the topic `openmp`. */
bool job_is_openmp(const struct job *job);
