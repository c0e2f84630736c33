/** @file options.h
 *  @brief The info string of a fenced block: its language, its role, its options. The table in options.c is
 *         the list of what exists. */
#pragma once

#include "common/text.h"

#include <stdbool.h>

enum language { LANGUAGE_TEXT, LANGUAGE_C, LANGUAGE_PYTHON, LANGUAGE_OUTPUT };
enum role { ROLE_NONE, ROLE_DEF, ROLE_RUN, ROLE_PROGRAM, ROLE_SHOW };
enum output_mode { OUTPUT_EXACT, OUTPUT_UNORDERED, OUTPUT_ONE_OF };

/** The default time limit of a cell, and the one of a cell that is expected to hang. */
enum { LIMIT_S = 30, HANG_LIMIT_S = 1 };

/** What an info string says. Strings are owned; options_deinit() gives them back. Zero or NULL: not given. */
struct options {
    enum language language;
    enum role role;
    enum output_mode mode; /**< of an `output` block */
    unsigned repeat;       /**< run that often and count the distinct outputs */
    unsigned threads;      /**< the macro THREADS, and OMP_NUM_THREADS */
    unsigned limit;        /**< seconds; after reading never zero */
    unsigned status;       /**< the exit status that is right */
    bool timeline;         /**< draw who ran when */
    bool warns;            /**< compiler warnings are part of the output */
    bool errors;           /**< the cell must not compile, and the errors are its output */
    bool explore;          /**< every interleaving */
    bool openmp;           /**< compiled with OpenMP */
    unsigned executions;   /**< of an exploration */
    char *races;           /**< "tolerate": races are no failure, what they break is */
    char *spurious;        /**< a number: how many waits of an execution may end for no reason */
    char *time;            /**< "virtual"; of an exploration "quiescent" or "free" */
    char *expect;          /**< a verdict */
    char *compiler;        /**< "gcc" or "clang"; after reading a C cell never NULL */
    char *std;             /**< "c11"; after reading a C cell never NULL */
    char *flags;           /**< further compiler flags, blank between them */
    char *args;            /**< arguments of the program, blank between them */
    char *plot;            /**< a gnuplot file beside the page */
    char *image;           /**< pictures that the cell writes, blanks between them */
};

/** @brief Reads an info string.
 *  @param info      what stands behind the fence
 *  @param[out] out  set also on error, for options_deinit()
 *  @param[in,out] why  on EINVAL gets what is wrong and what exists, without a newline
 *  @return 0; EINVAL
 *  @threads any */
int options_parse(const char *info, struct options *out, struct text *why);

/** @brief Whether ThreadSanitizer has to find a race in it (a cell on real threads: `explore` has its own
 * way). */
bool options_race(const struct options *o);

/** @brief Releases what options_parse() made. */
void options_deinit(struct options *o);

/** @brief The role as written: "run". */
const char *role_name(enum role role);

/** @brief The language as written: "c". */
const char *language_name(enum language language);

/** @brief Adds the options that were given, as written in an info string, blank before each. */
void options_print(const struct options *o, struct text *out);
