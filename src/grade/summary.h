/** @file summary.h
 *  @brief What the class has understood: for each exercise the verdicts, and the promises that were broken.
 */
#pragma once

#include "grade/gradebook.h"

/** @brief Adds it to the class page. */
void summary_add(struct text *t, const struct gradebook *g);
