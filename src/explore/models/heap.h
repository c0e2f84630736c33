/** @file heap.h
 *  @brief The learner's heap: where blocks lie, and what became of each.
 *
 *  Each thread allocates from a slice of its own, so that the address of a block is told by who allocated it
 * and the how-manieth it is, whatever the interleaving. A block that is freed is not used again in the same
 *  execution: whoever touches it later is caught. Before and after each block lie bytes that nobody may
 * touch. */
#pragma once

#include "explore/runtime/execution.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** @brief A new execution: all blocks are forgotten. */
void heap_reset(void);

/** @brief A block of the current thread.
 *  @param alignment  a power of two
 *  @param pc         who asks for it; 0: the run-time, for itself
 *  @return its bytes, all 0xA5; NULL: too large for any machine
 *  @threads the current learner thread */
void *heap_new(size_t size, size_t alignment, uint32_t pc);

/** @brief Gives a block back; ends the execution if it is none, or if another thread may still use it. */
void heap_free(void *block, uint32_t pc);

/** @brief Whether an address lies where blocks are, or where there might be some. */
bool heap_contains(uintptr_t address);

/** @brief The block that an address lies in or, failing that, is nearest to; NULL: there is none near. */
const struct block *heap_nearest(uintptr_t address);

/** @brief Calls @p visit for each block of the execution, freed ones too, thread by thread. */
void heap_each(void (*visit)(const struct block *, void *), void *argument);
