/** @file reset.h
 *  @brief Gives an exercise's files back as they were handed out, for `reset` and the r key of `watch`. */
#pragma once

#include "common/text.h"
#include "workbook/session.h"

/** @brief Replaces each of the sources by its text in @p commit, and keeps those that differ in
 *  .workbook/backup/ID/TIME/. Nothing is changed unless git gives all of them and all are kept first.
 *  @param[out] out  what was done, or why not and what to do
 *  @return 0; ENOENT: no git, no checkout, or the commit has no such file; what keeping or writing gives */
int reset_exercise(struct session *s, const struct exercise *e, const char *commit, struct text *out);
