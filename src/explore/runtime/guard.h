/** @file guard.h
 *  @brief Signals that learner code causes become verdicts: a crash, a stack overflow, a loop without end. */
#pragma once

/** @brief Installs the handlers and the watchdog. Once in a process.
 *  @return 0 or an errno value */
int guard_open(void);
