/** @file watch.h
 *  @brief Which thread reads which item of an array that a check watches (judge_watch()). */
#pragma once

#include <stddef.h>

/** @brief Before each execution: nothing is watched. */
void watch_reset(void);

/** @brief The current thread reads these bytes. Called at each read, so it is quick where nothing is watched.
 */
void watch_read(const void *address, size_t size);
