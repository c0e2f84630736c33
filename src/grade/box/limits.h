/** @file limits.h
 *  @brief What a process in a box may use, by the kind of box. */
#pragma once

/** What a box is for. */
enum box_kind {
    BOX_COMPILE, /**< a compiler: reads a stranger's text */
    BOX_RUN,     /**< a case: runs a stranger's code */
    BOX_EXPLORE  /**< the explorer's runner: runs a stranger's code, schedule by schedule */
};

/** @brief Lowers the calling process's limits, for good; one that is lower already stays.
 *  @threads one: before any other is started */
void limits_set(enum box_kind kind);

/** @brief Limits how many processes and threads the user has. Inside the user namespace, where only those of
 * the box count. */
void limits_set_processes(enum box_kind kind);
