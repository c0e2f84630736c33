/** @file png.h
 *  @brief Writes a picture as PNG, 8 bits a channel. */
#pragma once

#include "common/text.h"

#include <stddef.h>

/** A picture in memory: rows from the top, without padding. */
struct pixels {
    unsigned width, height;
    unsigned channels;         /**< 1: grey; 3: red, green, blue */
    const unsigned char *data; /**< width × height × channels bytes, the caller's */
};

/** @brief Adds the picture to @p out as a PNG file.
 *  @return 0; ENOMEM; EOVERFLOW: too large for this
 *  @threads any
 *  @source PNG (Portable Network Graphics) Specification, second edition, W3C 2003 */
int png_write(const struct pixels *p, struct text *out);
