/** @file plot.h
 *  @brief A cell's output as a figure: gnuplot draws it, this makes the SVG fit a light and a dark page. */
#pragma once

#include "notebook/page.h"
#include "notebook/result.h"
#include "notebook/work.h"

/** @brief Feeds the cell's output to its gnuplot file. In that file `data` is the name of the output's file;
 *  terminal and output are set.
 *  @param folder   of this cell, for the files in between
 *  @param[in,out] out  `output` is drawn; `svg` gets the figure; what gnuplot complains about is in `why`
 *  @return 0, also when gnuplot refuses; what starting it gives
 *  @threads any, each its own folder */
int plot_draw(const struct work *w, const struct page *page, const struct cell *cell, const char *folder,
              struct result *out);

/** @brief Adds a style to gnuplot's SVG: lines and letters follow the page's colour scheme.
 *  @param svg     as gnuplot's svg terminal writes it
 *  @param title   what it shows, for a screen reader */
void plot_finish(const char *svg, const char *title, struct text *out);
