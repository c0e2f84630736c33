/** @file touch.h
 *  @brief For models of functions that read or write the learner's memory: what they touch is seen as if the
 * program had done it itself. */
#pragma once

#include "explore/models/model.h"
#include "explore/runtime/hooks.h"

#include <stdarg.h>
#include <string.h>

static inline void touch_read(const void *bytes, size_t n, uint32_t pc)
{
    if (n > 0)
        hooks_touch(bytes, n, ACCESS_READ, pc);
}

static inline void touch_write(const void *bytes, size_t n, uint32_t pc)
{
    if (n > 0)
        hooks_touch(bytes, n, ACCESS_WRITE, pc);
}

/** @brief Reads a string: its length. The first byte is looked at before the others, lest they are no more.
 */
static inline size_t touch_string(const char *text, uint32_t pc)
{
    touch_read(text, 1, pc);
    const size_t length = strlen(text);
    touch_read(text, length + 1, pc);
    return length;
}

/** @brief Reads at most @p n bytes of a string: its length, or @p n. */
static inline size_t touch_string_up_to(const char *text, size_t n, uint32_t pc)
{
    touch_read(text, n > 0, pc);
    const size_t length = strnlen(text, n);
    touch_read(text, length < n ? length + 1 : n, pc);
    return length;
}

/** @brief Reads the strings that the %s of a printf format name. @p arguments stays as it is. */
void touch_arguments(const char *format, va_list arguments, uint32_t pc);
