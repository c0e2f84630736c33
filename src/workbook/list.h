/** @file list.h
 *  @brief The table of exercises, for `list` and for the l key of `watch`. */
#pragma once

#include "common/text.h"
#include "workbook/session.h"

/** @brief Adds a line for each of the exercises, and one for each chapter. */
void list_table(const struct session *s, struct selection all, struct text *out);
