/** @file tls.h
 *  @brief The learner's thread-local variables, for fibers: one block of the kernel thread, exchanged at a
 * switch.
 *
 *  The runtime has no thread-local variable of its own, so the executable's block is the learner's alone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** @brief Finds the block and its initial image. Once in a process. */
void tls_open(void);

/** @brief Where the block lies. */
uintptr_t tls_address(void);

/** @brief Bytes of the block; 0: the program has no thread-local variable. */
size_t tls_size(void);

/** @brief Fills a copy with the initial values. */
void tls_fresh(void *copy);

/** @brief Takes the block's values out into a copy. */
void tls_save(void *copy);

/** @brief Puts a copy's values into the block. */
void tls_load(const void *copy);

/** @brief Whether an address lies in the block: then it means another variable in each thread. */
bool tls_contains(uintptr_t address);
