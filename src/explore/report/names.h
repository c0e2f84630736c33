/** @file names.h
 *  @brief From addresses of the runner to words of the source: file, line, function, variable. */
#pragma once

#include "common/text.h"

#include <stdbool.h>
#include <stdint.h>

/** The debug information of a runner. */
struct names;

/** A place in the source. Strings live as long as the names. */
struct place {
    const char *file; /**< as the user gave it, else as the compiler knew it; "" : not known */
    int line;         /**< 0: not known */
    int column;
    const char *function; /**< "": not known */
};

/** @brief Opens the debug information.
 *  @param path  the runner
 *  @return 0; what open(2) gives; EINVAL: no ELF file with debug information; ENOMEM */
int names_open(const char *path, struct names **out);

/** @brief Where a call or access stands. @p pc is its return address; a function's own address for
 * names_function(). */
struct place names_place(struct names *n, uint32_t pc);

/** @brief The name of the function that begins at @p pc, or "". */
const char *names_function(struct names *n, uint32_t pc);

/** @brief Adds the name of the function that has this address: what a pointer to it holds.
 *  @return false: none begins there, and nothing was added */
bool names_add_function(struct names *n, uint64_t address, struct text *out);

/** @brief Adds the name of a part of a variable with static storage: "bank[2].balance".
 *  @return false: there is none at this address, and nothing was added */
bool names_add_variable(struct names *n, uint64_t address, struct text *out);

/** @brief The same for a thread-local variable, by its offset among these. */
bool names_add_thread_local(struct names *n, uint64_t offset, struct text *out);

/** @brief Adds the name of a local variable's part.
 *  @param pc     in the function whose variable it is, as names_place() takes it
 *  @param frame  canonical frame address of the call
 *  @return false: that function has none there, and nothing was added */
bool names_add_local(struct names *n, uint32_t pc, uint64_t frame, uint64_t address, struct text *out);

/** @brief Adds the name of a part of a block of the heap, by the expression that it was first stored in.
 *  @param pc      where it was allocated, as names_place() takes it
 *  @param number  which of several blocks from there it is, from 1; 0: the only one
 *  @return false: the source does not tell, and nothing was added */
bool names_add_heap(struct names *n, uint32_t pc, unsigned number, uint64_t offset, uint64_t size,
                    struct text *out);

void names_close(struct names *n);
