/** @file text.h
 *  @brief A growable text. Always ends with a NUL that `length` does not count; may hold NULs inside. */
#pragma once

#include <stdarg.h>
#include <stddef.h>

/** Start with `struct text t = {0};`. Owns `bytes`; release it with text_deinit(). */
struct text {
    char *bytes;   /**< NULL while nothing was added; else `length` bytes and a NUL */
    size_t length; /**< in bytes */
    size_t room;   /**< bytes allocated */
};

/** @brief Adds @p length bytes. Aborts when memory is short: there is nothing sensible left to say.
 *  @threads any, one at a time a text */
void text_add_bytes(struct text *t, const void *bytes, size_t length);

/** @brief Adds a C string. @p s is not kept. */
void text_add(struct text *t, const char *s);

/** @brief Adds formatted text. */
void text_addf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** @brief Adds formatted text, arguments as a va_list. */
void text_addv(struct text *t, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/** @brief The text as a C string: "" while nothing was added. Valid until the next change. */
const char *text_string(const struct text *t);

/** @brief Shortens the text to @p length bytes; longer than it is: no effect. */
void text_truncate(struct text *t, size_t length);

/** @brief Gives the bytes back and makes the text empty, ready for use. */
void text_deinit(struct text *t);

/** @brief A formatted string of its own.
 *  @return owned by the caller: free() */
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
