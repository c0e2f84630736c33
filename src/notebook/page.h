/** @file page.h
 *  @brief A chapter as cells: chapter.md read, checked and taken apart. Nothing is built or run here. */
#pragma once

#include "notebook/options.h"

#include <cmark-gfm.h>
#include <stddef.h>

/** The block that says what a cell prints. Lines count from 1. */
struct output {
    size_t line;     /**< of the opening fence; 0: the cell has no output block */
    size_t end_line; /**< of the closing fence */
    enum output_mode mode;
    const char *text; /**< owned by the page's document */
    cmark_node *node;
};

/** A fenced block that is built. */
struct cell {
    size_t number;   /**< from 1, in the order of the page; defs and shows count */
    size_t line;     /**< of the opening fence; its code begins on the next */
    size_t end_line; /**< of the closing fence */
    struct options options;
    const char *info; /**< the info string as written */
    const char *code; /**< owned by the page's document, as is info */
    struct output output;
    cmark_node *node;
};

/** A page. Constant after page_load(): threads may share it. */
struct page {
    char *path;           /**< as the caller gave it: it stands in messages */
    char *folder;         /**< where it is, absolute */
    char *name;           /**< "chapter.md": it stands in #line */
    struct text text;     /**< the whole file */
    cmark_node *document; /**< the same, parsed, with tables */
    struct cell *cells;
    size_t ncells;
};

/** @brief Reads a page.
 *  @param path     a Markdown file; UTF-8, lines end with LF
 *  @param[out] out owned by the caller: page_free(); NULL on error
 *  @param[in,out] why on error gets whole lines `path:LINE: what is wrong and what to do`, all that were
 * found
 *  @return 0; EINVAL: the page is wrong; else why it cannot be read
 *  @threads any */
int page_load(const char *path, struct page **out, struct text *why);

void page_free(struct page *page);

/** @brief The cell that a reader names: a number, or with a colon (`:41`) a line in it or in its output.
 *  @return NULL: there is none */
const struct cell *page_find(const struct page *page, const char *what);

/** @brief Whether running the cell prints something that a page can show. */
bool cell_prints(const struct cell *cell);
