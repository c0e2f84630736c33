/** @file regrade.h
 *  @brief What a further grading has changed: each result before and after, as a list for the instructor. */
#pragma once

#include "grade/plan.h"

/** The results before. */
struct regrade {
    char **verdicts; /**< of each pair of the plan; NULL: none yet */
    size_t count;
};

void regrade_note(struct regrade *r, const struct plan *plan, const char *out);

/** @brief Prints the difference on standard output, and writes it to log/changes.txt: nothing if all are new.
 */
void regrade_tell(const struct regrade *r, const struct plan *plan, const char *out);

void regrade_deinit(struct regrade *r);
