/** @file update.h
 *  @brief Writes what cells printed into their output blocks. */
#pragma once

#include "notebook/checked.h"

/** @brief The whole page with the blocks of all cells that differ rewritten or, where there is none, added.
 *  Everything else stays as it is, byte for byte. */
void update_text(const struct checked *c, struct text *out);
