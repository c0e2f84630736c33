/** @file execute.h
 *  @brief How a cell is built and run: the one place that decides. A further way to run cells (every
 *         interleaving) is one more branch of cell_execute(). */
#pragma once

#include "notebook/page.h"
#include "notebook/result.h"
#include "notebook/work.h"

/** @brief The combination of options of the cell that this notebook cannot honour yet.
 *  @return its name; NULL: the cell can be run */
const char *cell_not_available(const struct cell *cell);

/** @brief Builds a cell and, if its role says so, runs it. What goes wrong is in @p out.
 *  @param[out] out  release with result_deinit()
 *  @threads any, each with another cell; waits until the cell has ended */
void cell_execute(const struct work *w, const struct page *page, const struct cell *cell, struct result *out);
