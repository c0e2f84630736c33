/** @file options.h
 *  @brief The command line of `explore`. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/** Parsed options. Strings are those of argv. Release with options_deinit(). */
struct options {
    const char **files;     /**< C files and objects, ending with NULL */
    const char **checks;    /**< of --check, ending with NULL */
    const char **arguments; /**< of the program, [0] its name, ending with NULL */
    const char **box;       /**< of --box: words before the runner's command, ending with NULL */
    const char *entry;      /**< "main", or a case of a check */
    unsigned seconds;       /**< 0: no limit */
    uint64_t executions;    /**< 0: as the seconds say */
    int strategy;           /**< enum strategy_kind; -1: auto */
    unsigned depth;
    uint64_t seed;
    unsigned spurious, max_threads, max_steps;
    bool json, outputs, tolerate_races, leaks;
    bool threads; /**< search in the faithful back end, too */
    enum { TIME_OF_BOTH, TIME_OF_QUIESCENT, TIME_OF_FREE } time;
    const char *trace_out, *replay, *svg, *input, *expect, *runner;
};

/** @brief Reads the command line.
 *  @param[out] why  what is wrong, with the next command to try; owned by the caller: free()
 *  @return 0; EINVAL; ECANCELED: --help was asked for and printed */
int options_parse(int argc, char **argv, struct options *out, char **why);

/** @brief Whether --expect names a file FILE.re: of lines, each an extended regular expression for a line. */
bool options_expects_expressions(const struct options *options);

void options_deinit(struct options *options);
