/** @file update.h
 *  @brief Writes what cells printed into their output blocks. */
#pragma once

#include "notebook/checked.h"

/** @brief The whole page with the blocks of all cells that differ rewritten or, where there is none, added.
 *  Everything else stays as it is, byte for byte. */
void update_text(const struct checked *c, struct text *out);

/** @brief An output block: fences that no line of the text closes, the kind, the text. */
void update_add_block(struct text *out, enum output_mode mode, const char *text);
