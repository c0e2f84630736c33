/** @file report.h
 *  @brief Tells a person, or a program, how a page's cells went. */
#pragma once

#include "notebook/checked.h"
#include "notebook/commands.h"

#include <jansson.h>

/** @brief checked_open() with a progress line on a terminal and its messages on stderr.
 *  @param[out] status  set on error: the exit status
 *  @return NULL on error */
struct checked *report_open(const struct work *w, const struct arguments *a, const char *path, int *status);

/** @brief Each cell that is not as the page says, with what to do next, and a line of counts.
 *  @return the exit status that this page asks for */
int report_text(const struct checked *c, const struct arguments *a);

/** @brief The same for programs.
 *  @return owned by the caller: json_decref() */
json_t *report_json(const struct checked *c);

/** @brief The exit status for a page's counts. */
int report_status(const struct checked *c, const struct arguments *a);

/** @brief Of two exit statuses the one that matters more. */
int report_worse(int a, int b);
