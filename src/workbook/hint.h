/** @file hint.h
 *  @brief The next hint, for `hint` and for the h key of `watch`. */
#pragma once

#include "common/text.h"
#include "workbook/session.h"

/** @brief Adds the next hint of @p e and notes that it was shown: first the one for the verdict that holds,
 * then the steps in order; when all have been shown, the last one again.
 *  @return 0; what reading hints.md gives: @p out then says so */
int hint_next(struct session *s, const struct exercise *e, struct text *out);
