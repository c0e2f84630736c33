/** @file options.h
 *  @brief The command line of `workbook grade`. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { OPTIONS_EXERCISES_MAX = 256 };

/** Strings are those of argv. */
struct options {
    const char *folder, *out, *roster, *catalogue;
    const char *exercises[OPTIONS_EXERCISES_MAX + 1]; /**< ids, names or chapters; empty: all handed in */
    size_t nexercises;
    unsigned jobs;            /**< pairs at once */
    unsigned timeout_seconds; /**< of one pair */
    char isolation;           /**< the lowest level that the instructor agrees to: 'A' … 'D' */
    bool regrade, gradescope, keep_sources, record_host;
    const char *gradescope_zip; /**< writes the autograder and ends */
};

enum { OPTIONS_WRONG = 2, OPTIONS_HELP = -1, OPTIONS_OK = 0 };

/** @brief Reads them; says what is wrong on standard error. @return OPTIONS_OK, OPTIONS_WRONG, OPTIONS_HELP
 */
int options_read(struct options *out, int argc, char **argv);
