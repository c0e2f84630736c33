/** @file control.h
 *  @brief Class grading: is this pass one of the check's, or of somebody who stands before it? */
#pragma once

#include "judge/job.h"

/** @brief After a pass: runs a case again, drawn by lot, whose check is told to fail at its end, and one
 * whose check is told to fail at an expectation, drawn as well. A submission that is right fails in both. One
 * that passes says itself that the check has ended, or suppresses what the check finds.
 *
 *  Kind `program` has no need of it: there the check is a process of its own. Where nothing runs as it
 * is, there is no case to draw.
 *  @return VERDICT_PASS: it failed as told; VERDICT_CRASH: it did not, and the job has a flag; what else the
 * case came to, whose record has been added */
enum verdict control_run(struct job *job);
