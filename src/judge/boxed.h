/** @file boxed.h
 *  @brief Class grading: compilers and cases run in a box (src/grade/box), the judge stays outside.
 *
 *  With `judge check --box PROGRAM --slot WORDS` the words of the box stand before each command that reads or
 *  runs a stranger's text. Without them nothing here does anything. */
#pragma once

#include "common/arguments.h"
#include "judge/job.h"

#include <stdbool.h>
#include <stddef.h>

/** The only file that a compiler makes in its box. */
#define BOXED_OBJECT "object.o"

/** In the job's folder: where boxes without name spaces make theirs. It goes with the job's, whoever is
 * killed. */
#define BOXED_FOLDERS "boxes"

/** Exit statuses of a box that are not its command's, as in grade/box/init.h. */
enum { BOXED_FAILED = 118, BOXED_LEFTOVER = 119 };

/** @brief Begins the command of a compiler: the box, and the headers that it may read. */
void boxed_compiler(const struct job *job, const char *compiler, struct arguments *a);

/** @brief Begins the command of a case: the box, and the programs that it may run.
 *  @param keep      the descriptor of its reports
 *  @param programs  ends with NULL */
void boxed_case(const struct job *job, bool sanitized, int keep, const char *const *programs,
                struct arguments *a);

/** @brief Adds the explorer's options that put its runner into a box. */
void boxed_explorer(const struct job *job, struct arguments *a);
