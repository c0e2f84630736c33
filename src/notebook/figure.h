/** @file figure.h
 *  @brief The figure of a cell, if it has one: a plot, a timeline, a picture. */
#pragma once

#include "notebook/checked.h"

/** What a page shows for a cell besides its output. Empty texts: nothing. Release with figure_deinit(). */
struct figure {
    struct text svg;
    struct text alt;     /**< what it shows, one line, for who does not see it */
    struct text caption; /**< one line below it */
    struct text table;   /**< the same as Markdown, to fold */
};

/** @brief Makes the figure of a cell. @threads any */
void figure_make(const struct checked *c, const struct cell *cell, struct figure *out);

void figure_deinit(struct figure *f);

/** @brief What a plot shows: the first line of its gnuplot file if that is a comment; else the file's name.
 */
void figure_plot_title(const struct page *page, const struct cell *cell, struct text *out);
