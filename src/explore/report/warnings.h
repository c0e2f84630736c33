/** @file warnings.h
 *  @brief What is no failure and yet worth a word: of the program, of what the answer does not cover, and, last, of
 *         the back ends. */
#pragma once

#include "explore/report/report.h"

/** @brief Adds a line for each. */
void warnings_add(const struct report *r, struct text *out);
