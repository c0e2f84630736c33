/** @file pantry.h
 *  @brief What stands in the pantry, and how much of it. Given: not yours to change. */
#pragma once

#include <stddef.h>

enum { PANTRY_NAME = 24 /**< bytes of a name, its NUL counted */ };

/** One shelf; empty if the name is. */
struct shelf {
    char name[PANTRY_NAME];
    long amount;
};

/** A pantry. One thread uses it at a time. */
struct pantry {
    size_t shelves; /**< constant */
    /** A probe: pantry_write() calls it after each block that it wrote, with the bytes so far. NULL: none. */
    void (*on_write)(size_t bytes);
    struct shelf shelf[]; /**< `shelves` of them */
};

/** @brief An empty pantry. @return owned by the caller: free(); NULL: no memory */
struct pantry *pantry_new(size_t shelves);

/** @brief Puts so much of it there, in the place of what was there. @return 0; ENOSPC; ENAMETOOLONG */
int pantry_put(struct pantry *p, const char *name, long amount);

/** @brief How much of it there is; 0 if none. */
long pantry_get(const struct pantry *p, const char *name);

/** @brief Takes it away, all of it. */
void pantry_remove(struct pantry *p, const char *name);

/** @brief Writes all that is there, a line "NAME AMOUNT" each, block by block.
 *  @return 0, or an errno value: what write said */
int pantry_write(const struct pantry *p, int fd);
