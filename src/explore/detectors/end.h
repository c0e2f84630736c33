/** @file end.h
 *  @brief What must hold when a program has ended: it has printed what was expected, and left no thread. */
#pragma once

/** @brief Ends the execution as `wrong` if plan.compare asks for another output than the program printed. */
void end_check_output(void);

/** @brief Ends the execution as `leak` if plan.leaks, and there is a thread that nobody has joined or
 * detached. */
void end_check_threads(void);
