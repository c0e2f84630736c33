/** @file hooks.h
 *  @brief What a compiler's hook does, for models that touch the learner's memory: memcpy, free … */
#pragma once

#include "explore/clocks/shadow.h"

#include <stddef.h>
#include <stdint.h>

/** @brief The current thread is about to touch memory at @p pc: looks for races and for errors with the heap.
 * Other threads may run meanwhile, so look at the bytes only afterwards.
 *  @param kind  enum access, or-ed */
void hooks_touch(const void *address, size_t size, unsigned kind, uint32_t pc);
