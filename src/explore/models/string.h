/** @file string.h
 *  @brief What the string functions of libc remember from one call to the next. */
#pragma once

/** @brief Before each execution: strtok() has no text. */
void string_reset(void);
