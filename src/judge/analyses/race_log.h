/** @file race_log.h
 *  @brief Reads what ThreadSanitizer (clang 14) reports of a program with OpenMP, run with symbolize=0. */
#pragma once

#include "judge/evidence/frames.h"

#include <stdbool.h>
#include <stdint.h>

/** One of two accesses that nothing orders. */
struct race_access {
    bool writes;
    bool atomic;
    struct frames at; /**< the learner's and the check's calls, innermost first */
};

/** Release with race_deinit(). */
struct race {
    struct race_access access[2]; /**< the later one first, as reported */
};

/** Adds the calls at an offset in the program: those that were inlined come first. */
typedef void race_find(void *context, uint64_t offset, struct frames *out);

/** @brief Reads the first report that concerns the learner: one of its accesses is in the learner's code, or
 * is called from there, and its memory is not what the OpenMP run-time allocated for itself.
 *  @param log      any bytes; a report that breaks off counts with what is there
 *  @param program  its name without the path, as in "(check+0x1234)"
 *  @return 0; ENOENT: there is none */
int race_log_parse(const char *log, const char *program, race_find *find, void *context, struct race *out);

/** @brief Where to look: the learner's innermost call of an access that writes, else of one that reads. */
const struct frame *race_place(const struct race *race);

/** @brief Adds "written in f (a.c:3), and read in f (a.c:4) by another thread: nothing orders the two".
 *  @param variable  NULL: not known */
void race_describe(const struct race *race, const char *variable, struct text *out);

void race_deinit(struct race *race);
