/** @file resolve.h
 *  @brief From what somebody typed to exercises: "03-02", "3-2", a name, a path, or a chapter ("03", "3",
 *         "waiting-and-signalling", "03-waiting-and-signalling"). */
#pragma once

#include "common/catalogue.h"

#include <stddef.h>

/** A run of exercises that stand beside each other in the catalogue. */
struct selection {
    const struct exercise *first;
    size_t count;
};

/** @brief Finds what @p what names.
 *  @param[out] out  a chapter's exercises, or one; a chapter may have none yet
 *  @param[out] why  on ENOENT a sentence with the nearest matches; owned by the caller: free()
 *  @return 0; ENOENT */
int resolve(const struct catalogue *c, const char *what, struct selection *out, char **why);

/** @brief Finds a chapter by number or name.
 *  @return NULL: none */
const struct chapter *resolve_chapter(const struct catalogue *c, const char *what);

/** @brief The path as it is best shown: below the checkout when it is there, else as it is. */
const char *resolve_shown(const struct catalogue *c, const char *path);
