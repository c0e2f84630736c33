/** @file run.h
 *  @brief Runs a built cell: in a process group of its own, in an empty folder of its own, within its limits.
 */
#pragma once

#include "notebook/page.h"
#include "notebook/picture.h"
#include "notebook/result.h"
#include "notebook/work.h"

enum { RUN_OUTPUT_LIMIT = 1 << 20 };

/** How one run ended. */
struct run {
    struct text output; /**< printable; the scratch folder's name is taken out */
    int exit_status;    /**< or -1 */
    int signal;
    bool timed_out;
    bool overrun;
    struct text race; /**< of an OpenMP cell with expect=race: the line that says where; empty: none found */
    struct picture picture; /**< of a cell with `image` */
};

/** @brief Runs the cell once.
 *  @param folder   of this cell: FOLDER/cell or FOLDER/cell.py is there
 *  @param number   of this run among those of the cell; its working folder is FOLDER/run-NUMBER, removed
 * after it
 *  @param[out] out release with run_deinit(), also after an error
 *  @param[in,out] events  gets what the timeline recorded; NULL: not wanted
 *  @return 0 if it ran; what making the folder or starting the program gives
 *  @threads any; not two with the same folder and number */
int run_once(const struct work *w, const struct page *page, const struct cell *cell, const char *folder,
             unsigned number, struct run *out, struct text *events);

void run_deinit(struct run *r);

/** @brief Whether it ended as a cell of its kind should; if not, `outcome` and `why` say how.
 *  An expected crash, hang or race is added to the output as a line of its own. */
void run_judge(const struct cell *cell, struct run *run, struct result *out);

/** @brief How it ended, if not with status 0: "SIGSEGV", "hang", "exit 3".
 *  @param[in,out] out  gets it; nothing after a normal end */
void run_describe_end(const struct run *run, struct text *out);
