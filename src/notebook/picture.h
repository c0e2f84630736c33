/** @file picture.h
 *  @brief The pictures that a cell wrote, as one figure: PPM and PGM files beside each other in an SVG. */
#pragma once

#include "common/text.h"

enum { PICTURES_MAX = 24 };

/** What picture_draw() made. Start with `{0}`; release with picture_deinit(). */
struct picture {
    struct text svg;     /**< holds the pixels as PNG, so it is a file of its own */
    struct text problem; /**< a line that says which file is wrong and why; then `svg` is empty */
};

/** @brief Draws the files, in their order, from left to right.
 *  The title, for a caption and for who does not see it, is the first comment in the first file.
 *  @param folder  where they are
 *  @param names   up to PICTURES_MAX names, blanks between them: binary PPM (P6) or PGM (P5), maxval 255
 *  @param[in,out] out  gets the figure, or what is wrong with a file
 *  @threads any
 *  @source netpbm, ppm(5) and pgm(5) */
void picture_draw(const char *folder, const char *names, struct picture *out);

/** @brief The title of a figure made here.
 *  @param[in,out] out  gets it, as plain text */
void picture_title(const char *svg, struct text *out);

void picture_deinit(struct picture *p);
