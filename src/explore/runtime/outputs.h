/** @file outputs.h
 *  @brief The different texts that executions print, for who wants to see all that may come out. */
#pragma once

/** @brief Keeps what the execution that has ended printed, if it is new. @threads the runner */
void outputs_keep(void);
