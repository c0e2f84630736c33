/** @file watch_view.h
 *  @brief What `watch` knows, and the picture of it. */
#pragma once

#include "common/text.h"
#include "workbook/session.h"

#include <stdbool.h>
#include <stddef.h>

/** The state of the screen. */
struct watch {
    struct session *session;
    const struct exercise *exercise;
    char hash[FILES_HASH_CHARS + 1]; /**< of the files that are judged or being judged; "gone"; "" at first */
    bool judging;                    /**< then there is no verdict */
    int status;                      /**< of the judge, once it has ended */
    struct text report;              /**< what it printed */
    struct text page;                /**< a hint, the list … in place of the report; empty: none */
    struct text note;                /**< one line that stays until a key is pressed */
    char question;                   /**< the key whose question is open: 'r' or 's'; 0: none */
    size_t top;                      /**< the first line shown of report or page */
    int ended_by;                    /**< the signal that ends it, or 0 */
};

void watch_init(struct watch *w, struct session *s, const struct exercise *e);
void watch_deinit(struct watch *w);

/** @brief The verdict no longer holds; the screen says "judging …". */
void watch_forget_verdict(struct watch *w);

/** @brief The judge has ended: keeps the verdict, on the screen and in the progress. */
void watch_set_verdict(struct watch *w, int status, const char *report);

/** @brief A source file cannot be read. */
void watch_set_gone(struct watch *w, int error);

/** @brief Draws all of it. */
void watch_draw(struct watch *w);

/** @brief The line that stays on the terminal afterwards. */
void watch_say_goodbye(const struct watch *w);
