/** @file ppm.h
 *  @brief Given: pictures as binary PPM files, the simplest format there is: three lines of text, then three
 *  bytes a pixel. Any image viewer shows them. */
#pragma once

#include <stdint.h>
#include <stdio.h>

/** A picture in memory. */
struct image {
    int width, height; /**< pixels */
    uint8_t *rgb;      /**< red, green, blue of each pixel, row after row without padding */
};

enum { PPM_SIDE_MAX = 16384 /**< pixels of the longest side that is read */ };

/** @brief Reads a picture (P6, 255 shades).
 *  @param[out] out   its `rgb` is the caller's to free(); untouched on error
 *  @param[out] line  where it went wrong: the line of the header, from 1; 0: in the pixels. NULL: never mind
 *  @return 0; EINVAL: not such a picture, too large a one, or one that ends early; ENOMEM; EIO
 *  @threads any number at once, each with its own file
 *  @source ppm(5) of netpbm */
int ppm_read(FILE *file, struct image *out, int *line);

/** @brief Writes a picture. @return 0; what the writing gave (ENOSPC, EPIPE …)
 *  @threads any number at once, each to its own file */
int ppm_write(FILE *file, const struct image *image);
