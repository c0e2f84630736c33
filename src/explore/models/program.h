/** @file program.h
 *  @brief A learner's program that a check runs, in the explorer: its main is called in place, in the thread
 * of the check, and its threads end with it. */
#pragma once

#include <stdint.h>

/** @brief When the program calls exit(), or its main has returned: back to the check. Returns if no program
 * is running: then it is the whole execution that ends.
 *  @param status  0 … 255 */
void program_leave(int status, uint32_t pc);

/** @brief When a thread ends: if it has called the program's main, it has to come back to the check, and waits
 *         until no other thread is left, which is when such a program ends. Else nothing. */
void program_await_others(void);
