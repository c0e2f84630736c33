/** @file cases/log.h
 *  @brief A sanitizer's log, put into the record of a case. */
#pragma once

#include "judge/job.h"

#include <stdbool.h>

/** @brief Adds all that was written to logs.PID, whatever the process. @param logs  a path without its suffix
 */
void case_log_text(const char *logs, struct text *out);

/** @brief Reads all logs whose path begins with @p logs (a process adds its number); if they hold no report,
 *  what the case printed.
 *  @return VERDICT_CRASH or VERDICT_LEAK */
enum verdict case_log_read(const struct job *job, const char *logs, const struct text *output,
                           json_t *record);

/** @brief Whether any process of the case has written a report of an error; a mere warning is none. */
bool case_log_exists(const char *logs);
