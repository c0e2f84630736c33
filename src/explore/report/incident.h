/** @file incident.h
 *  @brief What is worth a word about the back ends. */
#pragma once

#include "explore/report/report.h"

/** @brief Adds a line for each: why fibers were not enough; a failure that they found and threads did not
 * show. */
void incident_warn(const struct report *r, struct text *out);
