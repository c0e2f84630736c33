/** @file files.h
 *  @brief Whole files and folders: read, replace atomically, make, remove, hash. */
#pragma once

#include "common/text.h"

#include <stdbool.h>
#include <stddef.h>

enum { FILES_HASH_CHARS = 64 /**< a SHA-256 in hex, without the NUL */ };

/** @brief Adds the whole file to @p out.
 *  @param path   a regular file
 *  @param limit  in bytes; a larger file is EFBIG; 0: no limit
 *  @param[in,out] out  grows by the content; unchanged on error
 *  @return 0; what open(2) or read(2) give; EISDIR; EFBIG
 *  @threads any */
int files_read(const char *path, size_t limit, struct text *out);

/** @brief Writes a file so that any reader sees the old or the new content, never a part: a temporary
 *  file beside it, fsync, rename.
 *  @return 0; ENOSPC, EROFS, EACCES … as the system says; then the old file is as it was
 *  @threads any; of two at once the later one wins
 *  @source rename(2): an existing newpath is atomically replaced */
int files_replace(const char *path, const void *bytes, size_t length);

/** @brief Makes a folder and those above it, as `mkdir -p`.
 *  @return 0, also if it is there; else what mkdir(2) gives */
int files_make_folder(const char *path);

/** @brief Removes a file, or a folder with all that is in it; does not follow links.
 *  @return 0, also if it is not there; else the first error */
int files_remove(const char *path);

/** @brief SHA-256 of @p length bytes, in hex. */
void files_hash(const void *bytes, size_t length, char out[FILES_HASH_CHARS + 1]);

/** @brief Whether @p path is there (and readable as far as stat(2) goes). */
bool files_exists(const char *path);

/** @brief Modification time in nanoseconds since 1970; 0 if it is not there. */
long long files_modified_ns(const char *path);
