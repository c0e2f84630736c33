/** @file cases/pipes.h
 *  @brief Who waits at which pipe, and who holds its other end: for a hang between processes. */
#pragma once

#include "judge/cases/process.h"
#include "common/text.h"

/** @brief Adds a line for each process of the case that waits for another one: "process 12 (`cat`) reads
 *  from a pipe that can still be written to by: itself (descriptor 5)". */
void case_pipes(const struct case_process *p, struct text *out);
