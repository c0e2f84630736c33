/** @file heap.h
 *  @brief Errors with the heap: use after free, a write past the end, a second free, memory that is left. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HEAP_FENCE = 16,       /**< bytes before and after each block that nobody may touch */
    HEAP_FENCE_BYTE = 0xfd /**< what they hold: a change shows a write that no hook has seen */
};

/** @brief An access is about to happen: ends the execution as `crash` if it touches the heap outside a live
 * block.
 */
void heap_check(uintptr_t address, size_t size, unsigned kind, uint32_t pc);

/** @brief Whether an address is that of a variable, or of a place on a stack: of what no allocation ever
 * gave. */
bool heap_is_variable(uintptr_t address);

/** @brief A block is about to be freed: ends the execution as `crash` if it is none or no more, or if the
 * bytes beside it were written. */
void heap_check_free(uintptr_t address, uint32_t pc);

/** @brief The submission has ended: ends the execution as `leak` if memory that it allocated is neither freed
 * nor reachable from any variable; as `crash` if a live block was overrun. While another thread runs, nothing
 * is left.
 */
void heap_check_end(bool leaks);
