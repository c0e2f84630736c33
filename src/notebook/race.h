/** @file race.h
 *  @brief What ThreadSanitizer found in an OpenMP cell, in words that stay the same from run to run. */
#pragma once

#include "notebook/page.h"

/** @brief The variable TSAN_OPTIONS: reports go to files beside each other, and the cell ends with its own
 *  status. Archer, which tells ThreadSanitizer what a barrier is, is loaded by LLVM's OpenMP run-time itself.
 *  @param log  the start of the files' names
 *  @return owned by the caller */
char *race_environment(const char *log);

/** @brief Reads the first report.
 *  @param folder  where the reports are: FOLDER/race.PID
 *  @param[in,out] out  gets `(race: line 3)`, or `(race: lines 3 and 5)`, counted from the cell's first line;
 * `(race)` if they are not in the cell; nothing without a report
 *  @threads any, each its own folder */
void race_read(const struct page *page, const struct cell *cell, const char *folder, struct text *out);
