/** @file advice.h
 *  @brief What to do now: the lines below the judge's report. */
#pragma once

#include "workbook/session.h"

/** @brief Prints the next commands that fit a verdict. */
void advise(const struct session *s, const struct exercise *e, const char *verdict);
