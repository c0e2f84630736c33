/** @file watch_actions.h
 *  @brief What the keys of `watch` do. */
#pragma once

#include "workbook/watch_view.h"

/** What the loop has to do after a key; a changed exercise speaks for itself. */
enum watch_wish { WATCH_DRAW, WATCH_JUDGE, WATCH_QUIT };

/** @brief Acts on the bytes of one read from the terminal. */
enum watch_wish watch_keys(struct watch *w, const char *keys, size_t length);
