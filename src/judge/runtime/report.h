/** @file report.h
 *  @brief The case's side of the protocol. Without a judge (run by hand, in a debugger) the same messages
 *  come as text on standard error. */
#pragma once

#include "judge/runtime/protocol.h"

/** @brief Reads the nonce. Call once, before anything of the submission runs. */
void report_start(void);

/** @brief Sends a message; fields are pairs of key and value, ended by NULL. NULL values are left out.
 *  @threads any */
void report_send(enum protocol_type type, const char *const *fields);

/** @brief Sends a verdict with its fields and ends the process. Of several threads the first one speaks.
 *  @threads any */
_Noreturn void report_verdict(const char *const *fields);

/** @brief Ends the process with a verdict that has only a reason. */
_Noreturn void report_simple(const char *verdict, const char *why, const char *details);
