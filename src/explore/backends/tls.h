/** @file tls.h
 *  @brief The learner's thread-local variables: one block for each kernel thread. Fibers share the block of
 * the one that they run on: it is exchanged at a switch.
 *
 *  The runtime has no thread-local variable of its own, so the executable's block is the learner's alone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** @brief Finds the block and its initial image. Once in a process.
 *  @param exchanged  the block stands for another thread after each switch */
void tls_open(bool exchanged);

/** @brief Where the block of the calling kernel thread lies. */
uintptr_t tls_here(void);

/** @brief Bytes of the block; 0: the program has no thread-local variable. */
size_t tls_size(void);

/** @brief Fills a copy with the initial values. */
void tls_fresh(void *copy);

/** @brief Takes the values out of the calling thread's block into a copy. */
void tls_save(void *copy);

/** @brief Puts a copy's values into the calling thread's block. */
void tls_load(const void *copy);

/** @brief Whether an address means another variable in each thread, since it lies in a block that is
 * exchanged, or is errno. */
bool tls_is_exchanged(uintptr_t address);
