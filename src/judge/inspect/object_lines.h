/** @file object_lines.h
 *  @brief The source line behind a place in a relocatable object, from its DWARF line table. */
#pragma once

#include "common/text.h"

#include <stddef.h>
#include <stdint.h>

struct object_lines;

/** @brief Opens an object's line table.
 *  @return 0; ENOENT: no debug information can be read; ENOMEM */
int object_lines_open(const char *path, struct object_lines **out);

/** @brief The line of a place.
 *  @param section  the section's index
 *  @param offset   in bytes from its beginning
 *  @param[out] file  the name in the line table is added
 *  @return the line from 1; 0: not known */
int object_lines_find(const struct object_lines *lines, size_t section, uint64_t offset, struct text *file);

void object_lines_close(struct object_lines *lines);
