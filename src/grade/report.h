/** @file report.h
 *  @brief The judge's report, as far as the grader reads it (docs/design/judge-report.md). */
#pragma once

#include <jansson.h>

/** @brief A report for what was never judged. @return owned by the caller */
json_t *report_without(const char *verdict, const char *why);

/** @brief The case that decided; NULL: none did. Borrowed. */
const json_t *report_decisive(const json_t *report);

/** @brief The broken promise; "" if none is. Valid as long as the report. */
const char *report_promise(const json_t *report);

/** @brief One sentence for a table. @return owned by the caller: free() */
char *report_summary(const json_t *report);

/** @brief Makes every text in it visible and harmless (safe.h), and takes out the path @p frozen, where the
 * sources lay while they were judged. */
void report_clean(json_t *report, const char *frozen);
