/** @file progress.h
 *  @brief What the reader has done: `.workbook/progress.json` (progress.schema.json). A verdict is kept with
 *         the hash of the source it was given to, so an edit makes it stale without anybody noticing a time.
 */
#pragma once

#include "common/catalogue.h"
#include "common/files.h"

#include <stdbool.h>

/** The progress as it was read; a snapshot. */
struct progress;

/** @brief Reads the progress.
 *  @param path        the file; if it is not there, nothing has been done yet
 *  @param[out] out    owned by the caller: progress_free(). On an error an empty one, NULL only with ENOMEM
 *  @param[out] aside  when the file was no progress of schema 1: where it was put, and @p out is empty; else
 *                     NULL. Owned by the caller: free()
 *  @return 0; what reading gives (EACCES…); what setting aside gives (EROFS…); ENOMEM
 *  @threads any; any number of processes at once */
int progress_load(const char *path, struct progress **out, char **aside);

void progress_free(struct progress *p);

/** @brief A change to make; @p arg is what progress_update() was given. */
typedef void progress_change(struct progress *p, void *arg);

/** @brief Reads the file, changes it and replaces it, under a lock beside it: no change of another process
 *  is lost, and a reader sees all of a change or nothing.
 *  @param[out] out  the progress after the change, NULL on error; may itself be NULL
 *  @return 0; EROFS, EACCES, ENOSPC … : the change is not kept */
int progress_update(const char *path, progress_change *change, void *arg, struct progress **out);

/** @brief The exercise the reader is at; NULL: none yet. */
const char *progress_current(const struct progress *p);
void progress_set_current(struct progress *p, const char *id);

/** @brief The last verdict, if it was given to a source with this hash.
 *  @return NULL: never judged, or not since an edit (progress_is_judged() tells which) */
const char *progress_verdict(const struct progress *p, const char *id, const char *hash);

/** @brief Whether any version has a verdict. */
bool progress_is_judged(const struct progress *p, const char *id);

/** @brief Whether some version has passed. Stays so after an edit. */
bool progress_has_passed(const struct progress *p, const char *id);

void progress_set_verdict(struct progress *p, const char *id, const char *hash, const char *verdict);

/** @brief How many of the exercise's hints have been shown. */
int progress_hints(const struct progress *p, const char *id);
void progress_set_hints(struct progress *p, const char *id, int shown);

/** @brief Whether the hint for one verdict has been shown, and noting that it was; NULL forgets all. */
bool progress_hinted(const struct progress *p, const char *id, const char *verdict);
void progress_set_hinted(struct progress *p, const char *id, const char *verdict);

/** @brief The hash that verdicts are kept with: of the exercise's sources, names and content, in order.
 *  @return 0; what reading a source gives (ENOENT: somebody removed it) */
int progress_hash(const struct exercise *e, char out[FILES_HASH_CHARS + 1]);
