/** @file watch.h
 *  @brief The screen that judges the current exercise again on each save. */
#pragma once

#include "workbook/session.h"

/** @brief Watches, beginning with @p e, until q or a signal that ends the program. The current exercise is
 * kept in the progress.
 *  @return 0, an exit status */
int watch(struct session *s, const struct exercise *e);
