/** @file report.h
 *  @brief A judging as JSON (docs/design/judge-report.md) and as text for a terminal. */
#pragma once

#include "judge/job.h"

/** @brief The report as a JSON object. @param seconds  how long the judging took
 *  @return a new reference */
json_t *report_json(const struct job *job, double seconds);

/** @brief The report for a person. @param colour  whether ANSI colours may be used */
void report_text(const struct job *job, bool colour, struct text *out);
