/** @file match.h
 *  @brief Does a printed line fit the line on the page? `{int}`, `{float}` and `{time}` there stand for one
 * such token, so that a page need not promise what differs from run to run. */
#pragma once

#include <stdbool.h>

/** @brief Compares one line with its pattern.
 *  @threads any */
bool match_line(const char *pattern, const char *line);

/** @brief Whether the line is `...`, which stands for any lines. */
bool match_is_dots(const char *pattern);
