/** @file blur.h
 *  @brief A picture as it is seen through a steamed-up window. */
#pragma once

#include "ppm.h"

/** @brief Blurs a picture with a box, each of the three colours by itself, with OpenMP's team. First along
 * the rows: the mean of those pixels of the row that are at most @p radius away, as many as there are: n
 * values with this sum have the mean (sum + n / 2) / n, in integers. Then in the same way along the columns
 * of that result. A radius of 0 copies. The bytes are the same for any size of the team. No memory is kept
 * for the next call.
 *  @param out     a picture of the same size, in memory of its own; the caller's
 *  @param radius  pixels, up to INT_MAX
 *  @return 0; EINVAL: a radius below 0, a picture without pixels, or two sizes; ENOMEM; on error nothing is
 *          written to @p out
 *  @threads one at a time */
int blur(struct image *out, const struct image *in, int radius);
