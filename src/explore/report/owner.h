/** @file owner.h
 *  @brief The expression that a block of the heap was stored in, and its type: `b` for `struct buffer *b =
 *         malloc(sizeof *b)`. Taken from the source line of the call, and checked against the debug information. */
#pragma once

#include "common/text.h"

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stdint.h>

/** @brief Reads the expression on the left of the assignment that calls an allocating function; "return" where the
 *  block is returned at once: then its type gives the name.
 *  @param line  of the source
 *  @param[out] out  "bank->account"; unchanged if there is none
 *  @return whether there is one */
bool owner_expression(const char *line, struct text *out);

/** @brief Adds the name of a part of the block: "b->lock", "account[1].lock".
 *  @param scopes      innermost first, as dwarf_getscopes() gives them for the call
 *  @param expression  as owner_expression() gives it
 *  @param number      which of several blocks from that line it is, from 1; 0: there is one only
 *  @return false: the expression has no pointer type that fits, and nothing was added */
bool owner_add_part(Dwarf_Die *scopes, int count, const char *expression, unsigned number, uint64_t offset,
                    uint64_t size, struct text *out);
