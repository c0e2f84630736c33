/** @file judge_run.h
 *  @brief The judge in the background of an event loop; can be called off. */
#pragma once

#include "common/text.h"
#include "workbook/judge_call.h"

#include <uv.h>

struct judge_run;

/** @brief Called once, unless the run is called off. @p report holds what the judge printed. */
typedef void judge_run_ended(void *data, int status, const struct text *report);

/** @brief Starts the judge on the learner's file.
 *  @param colour  whether its report should have colours
 *  @return 0; ENOENT, EACCES, EAGAIN … : it could not be started, and @p ended is not called */
int judge_run_start(uv_loop_t *loop, const struct exercise *e, bool colour, judge_run_ended *ended,
                    void *data, struct judge_run **out);

/** @brief Calls it off: the judge and its processes are ended, and nothing is reported. The run is the loop's
 *  from now on. NULL is allowed. */
void judge_run_cancel(struct judge_run *r);
