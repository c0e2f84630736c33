/** @file build.h
 *  @brief From a cell to a program: the source that the compiler sees, its flags, its messages. */
#pragma once

#include "notebook/page.h"
#include "notebook/result.h"
#include "notebook/work.h"

enum { BUILD_WORDS_MAX = 96 };

/** The compiler and its arguments, without file names. */
struct build_command {
    const char *word[BUILD_WORDS_MAX]; /**< ends with NULL */
    size_t count;
    struct text storage; /**< what was put together */
};

/** What #line says: `chapter.md:41`, for who edits the page; or `cell:3` and, for a def, the name of its first
 *  function, `call_out:3`, counted from the block's first line: true also when the page above changes. */
enum positions { POSITIONS_PAGE, POSITIONS_CELL };

/** @brief The whole source of a C cell: prelude, the defs above, the cell. */
void build_source(const struct page *page, const struct cell *cell, enum positions positions,
                  struct text *out);

/** @brief The compiler with all flags. Release with build_command_deinit(). */
void build_command_init(struct build_command *b, const struct work *w, const struct page *page,
                        const struct cell *cell);

void build_command_deinit(struct build_command *b);

/** @brief Compiles a C cell; a run or a program also becomes FOLDER/cell.
 *  @param folder   of this cell alone
 *  @param[in,out] out  on failure `outcome` and `why`; with `warns` or `errors` the messages are added to
 * `output`
 *  @return 0, also when it does not compile; what writing the source or starting the compiler gives
 *  @threads any; each its own folder */
int build_cell(const struct work *w, const struct page *page, const struct cell *cell, const char *folder,
               struct result *out);
