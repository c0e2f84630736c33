/** @file wrap.h
 *  @brief Text cut into lines that fit the screen. Colours go on across a cut; other escapes are dropped. */
#pragma once

#include <stddef.h>

struct wrapped {
    char **lines;
    size_t count;
};

/** @brief Cuts @p text (UTF-8, "\n" between lines) into lines of at most @p columns columns, at a space where
 *  there is one in the second half of the line. What is cut off goes on below the line's text, to the right
 * of its label ("  because   …") if it has one. Each line stands by itself: it begins with the colours that
 * hold there and ends without any. Tabs become spaces; control characters are dropped.
 *  @param[out] out  release with wrapped_deinit() */
void wrap_text(const char *text, int columns, struct wrapped *out);

void wrapped_deinit(struct wrapped *w);

/** @brief The columns that the text takes in one line, colours not counted. */
int wrap_columns(const char *text);
