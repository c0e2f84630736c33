/** @file out_page.h
 *  @brief The frame of the HTML pages: one file each, that asks for no other and works from a disk. */
#pragma once

#include "common/text.h"

/** @brief Begins a page. Only @p script of our own runs in it: the page's policy names it by a number drawn
 * for this page, so nothing that a submission smuggles in can run or fetch.
 *  @param title   made harmless here
 *  @param script  NULL: no script at all */
void page_begin(struct text *t, const char *title, const char *script);

void page_end(struct text *t, const char *tool);

/** @brief Adds an element with a text of whatever origin: `<tag class="class">text</tag>`. */
void page_add(struct text *t, const char *tag, const char *class, const char *text);
