/** @file result.h
 *  @brief The result of a pair, as a file that is whole or not there. All else in OUT is derived from these.
 */
#pragma once

#include <jansson.h>

/** @brief Where the result of a pair is. @return owned by the caller: free() */
char *result_path(const char *out, const char *student_key, const char *exercise);

/** @brief Reads one. @return owned by the caller: json_decref(); NULL: it is not there, or is none */
json_t *result_read(const char *path);

/** @brief Writes a result. One with the same key that is there already stays, and is as good; one with
 * another key, or any if @p replace, goes to history/ beside it first.
 *  @return 0; ENOSPC, EACCES … : then the old one is where it was
 *  @threads any, also of several processes at once
 *  @source link(2): fails if the name is there, so of two writers one wins and neither writes half */
int result_write(const char *path, const json_t *result, int replace);
