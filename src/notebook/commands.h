/** @file commands.h
 *  @brief The commands of `notebook`. Each gives the exit status. */
#pragma once

#include "notebook/work.h"

#include <stdbool.h>
#include <stddef.h>

enum status {
    STATUS_OK = 0,
    STATUS_DIFFERS = 1,     /**< a cell differs or failed */
    STATUS_USAGE = 2,       /**< the command line or a page is wrong, or cannot be read or written */
    STATUS_UNAVAILABLE = 3, /**< all that could be run fits, but not all could be run */
    STATUS_INTERRUPTED = 130,
};

/** The command line, read. Strings belong to argv. */
struct arguments {
    char **names; /**< what is no option: pages, and for `run` a cell; nnames of them */
    size_t nnames;
    const char *cache; /**< folder; NULL: --no-cache */
    const char *out;   /**< --out; NULL: not given */
    bool json;
    bool allow_unavailable;
};

int command_check(const struct work *w, const struct arguments *a);
int command_update(const struct work *w, const struct arguments *a);
int command_weave(const struct work *w, const struct arguments *a);
int command_ipynb(const struct work *w, const struct arguments *a);
int command_run(struct work *w, const struct arguments *a);
