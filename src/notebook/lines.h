/** @file lines.h
 *  @brief A text as lines, for comparing and rewriting. */
#pragma once

#include "common/text.h"

#include <stdbool.h>
#include <stddef.h>

/** Lines without their newlines. Owns everything. */
struct lines {
    char **line;
    size_t count;
};

/** @brief Splits a text. A newline at the end starts no further line; blanks at the ends of lines are
 * dropped.
 *  @return owned by the caller: lines_deinit() */
struct lines lines_of(const char *text);

void lines_deinit(struct lines *l);

/** @brief Where the first sequence begins that is not UTF-8.
 *  @return an offset; @p length: all of it is UTF-8 */
size_t lines_not_utf8(const char *bytes, size_t length);

/** @brief Adds bytes as text that a page can hold: newlines and tabs stay, other control characters and what
 * is not UTF-8 become \xNN. */
void lines_add_printable(struct text *out, const char *bytes, size_t length);
