/** @file solution.h
 *  @brief The model solution, for `solution` and for the s key of `watch`. */
#pragma once

#include "common/text.h"
#include "workbook/session.h"

/** @brief Adds the solution's README and its sources, or says where they are if they cannot be read. */
void solution_text(const struct session *s, const struct exercise *e, struct text *out);
