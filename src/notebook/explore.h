/** @file explore.h
 *  @brief Cells with `explore`: run by the explorer under every interleaving, instead of once by the kernel. */
#pragma once

#include "notebook/page.h"
#include "notebook/result.h"
#include "notebook/work.h"

/** @brief Explores a cell. Its output is the verdict, then every output that may come out, or the story of the
 *         execution that fails.
 *  @param folder   of this cell alone; it is there
 *  @param[in,out] out  `output`, `svg` of a failure; `outcome` and `why` if the verdict is not the expected one
 *  @return 0; what writing the source or starting the explorer gives
 *  @threads any; each its own folder */
int explore_cell(const struct work *w, const struct page *page, const struct cell *cell, const char *folder,
                 struct result *out);
