/** @file session.h
 *  @brief What every command needs: the catalogue, the progress, where the other tools are, and how to speak.
 */
#pragma once

#include "common/catalogue.h"
#include "workbook/progress.h"
#include "workbook/resolve.h"

#include <stdbool.h>

struct session {
    struct catalogue *catalogue; /**< constant after session_open() */
    struct progress *progress;   /**< a snapshot; session_update() renews it */
    char *progress_path;         /**< ROOT/.workbook/progress.json */
    bool told_unsaved;           /**< that progress cannot be kept was said once */
};

/** @brief Opens the workbook that this program belongs to: the catalogue beside its bin folder, or the one
 *  that the environment's WORKBOOK_CATALOGUE names. On failure says why, and what to do.
 *  @return 0; the exit status 1 was earned: any errno value */
int session_open(struct session *s);

void session_close(struct session *s);

/** @brief Changes the progress in its file. If that cannot be written, says so once; the change then holds
 *  for this session alone. */
void session_update(struct session *s, progress_change *change, void *arg);

/** @brief Makes an exercise the current one. */
void session_go_to(struct session *s, const struct exercise *e);

/** @brief The exercise the reader is at: the stored one, else the first that has not passed, else the first.
 *  @return NULL: the catalogue is empty */
const struct exercise *session_current(const struct session *s);

/** @brief The next exercise after @p e that has not passed, from the start again after the last.
 *  @return NULL: all others have passed */
const struct exercise *session_next(const struct session *s, const struct exercise *e);

/** @brief How many exercises have passed. */
size_t session_passed(const struct session *s);

/** @brief The verdict that still holds for the files as they are. NULL: none. */
const char *session_verdict(const struct session *s, const struct exercise *e);

/** @brief What there is to say about an exercise's verdict: the verdict, "not judged since your edit", … */
const char *session_standing(const struct session *s, const struct exercise *e);

/** @brief The one exercise that a word names, the current one without a word. On failure says why.
 *  @return NULL: none, or a chapter */
const struct exercise *session_exercise(const struct session *s, const char *word);

/** @brief The path of the file to edit, below the checkout. Owned by the caller: free() */
char *session_file(const struct session *s, const struct exercise *e);

/** @brief Where a tool of this build is: "judge" → …/bin/judge. The environment's WORKBOOK_JUDGE and
 *  WORKBOOK_NOTEBOOK name others. Owned by the caller: free() */
char *session_tool(const char *name);

/** @brief Prints `workbook: …` and a newline on standard error. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
