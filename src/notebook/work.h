/** @file work.h
 *  @brief What all cells of one command share: the scratch folder, the environment, the tools found. */
#pragma once

#include "common/text.h"

#include <stdbool.h>
#include <stddef.h>

/** Constant after work_open(), save `inherit`: threads may share it. */
struct work {
    char *scratch;       /**< a folder of this command; each cell has its own below it */
    const char *include; /**< where workbook/must.h and its like stand */
    char **environment;  /**< for compilers and cells; ends with NULL */
    unsigned njobs;      /**< cells at a time */
    bool inherit;        /**< what a cell prints goes to the caller's own streams, as it comes */
};

/** @brief Makes the scratch folder, under TMPDIR.
 *  @param[out] out   owned by the caller: work_close()
 *  @param[in,out] why  on error one line that says what failed and where
 *  @return 0; what mkdtemp(3) gives; ENOMEM */
int work_open(struct work **out, struct text *why);

/** @brief Removes the scratch folder with all in it. */
void work_close(struct work *w);

/** @brief What tells one version of a program from another: the file that PATH gives (or, with a
 *  slash in it, the file itself, be it a program or a library), its size and its time.
 *  An upgrade changes them; asking the program itself would cost more than a whole check from the cache.
 *  @param[in,out] out  gets it; nothing if there is no such file
 *  @return 0; ENOENT */
int work_identify(const char *program, struct text *out);
