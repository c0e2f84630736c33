/** @file block.h
 *  @brief Blocks of the heap in words: by size and by the place that allocated them. */
#pragma once

#include "explore/report/report.h"

#include <stdbool.h>
#include <stdint.h>

/** @brief Adds "byte 8 of the 24 bytes from queue.c:31" for an address in the heap.
 *  @return false, and nothing is added: no block of the witness lies there */
bool block_add_name(const struct report *r, uint64_t address, struct text *out);

/** @brief The sentence about a crash that concerns the heap.
 *  @return false: it concerns something else */
bool block_add_crash(const struct report *r, struct text *out);

/** @brief The memory that is left at the end: "24 bytes from queue.c:31". */
void block_add_left(const struct report *r, struct text *out);
