/** @file variable.h
 *  @brief The name of what lies at an address: a variable with static storage, and the part of it. */
#pragma once

#include "common/text.h"

#include <elfutils/libdw.h>
#include <stdbool.h>
#include <stdint.h>

/** @brief The type of a variable, member or pointer, without const, volatile, _Atomic and typedef.
 *  @return false: it has none */
bool variable_type(Dwarf_Die *die, Dwarf_Die *type);

/** @brief Bytes of a type; 0: not known. */
uint64_t variable_size(Dwarf_Die *type);

/** @brief Adds the part of a type at an offset: ".lock", "[2].balance"; nothing for a scalar. */
void variable_add_part(Dwarf_Die *type, uint64_t offset, struct text *out);

/** @brief Looks through a compilation unit, functions' own statics included, and adds "bank[2].balance".
 *  @return whether it was found */
bool variable_find(Dwarf_Die *unit, uint64_t address, struct text *out);

/** @brief The same for a thread-local variable, by its offset among these. */
bool variable_find_thread_local(Dwarf_Die *unit, uint64_t offset, struct text *out);

/** @brief Looks through a function for the local variable or parameter at an address.
 *  @param frame  canonical frame address of the call
 *  @return whether it was found */
bool variable_find_local(Dwarf_Die *function, uint64_t frame, uint64_t address, struct text *out);
