/** @file weave.h
 *  @brief The page as a reader of the book sees it: with what the cells printed and with their figures. It is
 * still plain Markdown; docs/make turns that, as all pages, into what Doxygen reads. */
#pragma once

#include "notebook/checked.h"

/** @brief The woven page. Figures are named as files beside it: cell-07.svg.
 *  @threads any */
void weave_text(const struct checked *c, struct text *out);
