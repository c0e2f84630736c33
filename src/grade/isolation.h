/** @file isolation.h
 *  @brief What this machine can put between a stranger's program and itself: seen by trying, never assumed.
 */
#pragma once

#include <jansson.h>
#include <sys/types.h>

enum { ISOLATION_UID_FIRST = 61000, ISOLATION_SLOTS = 63 };

/** What was found. */
struct isolation {
    char level;         /**< 'A' … 'D' */
    int own_uid;        /**< whether each slot has a user of its own */
    int memory, pids;   /**< whether control groups count them */
    int refused, tried; /**< what the probe tried to do in a box, and was refused */
    const char *why;    /**< what is missing for the next level, as a sentence; NULL at A */
};

/** @brief Boots a box at the highest level that works, and lets a program in it try what must not work.
 *  @param box    the program that makes boxes
 *  @param probe  the program that tries
 *  @threads one: it starts processes */
struct isolation isolation_probe(const char *box, const char *probe);

/** @brief As it goes into each result. @return owned by the caller */
json_t *isolation_json(const struct isolation *i);

/** @brief The control group of a slot: made, with its limits. Does nothing where there are none.
 *  @return its name, owned by the caller: free() */
char *isolation_group_open(int slot);

/** @brief Removes it. */
void isolation_group_close(const char *name);
