/** @file safe.h
 *  @brief Text that came from a submission, made harmless for terminals, browsers, spreadsheets and readers.
 */
#pragma once

#include "common/text.h"

/** @brief Adds the text with everything visible: bytes that are not UTF-8 as \xNN, control characters and
 * those that change the direction of writing or take no room as escapes. Newlines and tabs stay. A line ends
 * after 400 characters.
 *  @threads any */
void safe_add(struct text *out, const char *bytes, size_t length);

/** @brief The same as a string of its own. @return owned by the caller: free() */
char *safe_string(const char *s);

/** @brief The same for a name, which has one line: newlines and tabs are escaped, too. A path that goes on in
 * the next line could say there what it likes.
 *  @return owned by the caller: free() */
char *safe_name(const char *s);

/** @brief Adds a string for HTML and XML, made visible first. */
void safe_add_markup(struct text *out, const char *s);

/** @brief Adds a field of a CSV table (RFC 4180). Text that a spreadsheet would take for a formula gets an
 *  apostrophe before it. */
void safe_add_csv(struct text *out, const char *s);
