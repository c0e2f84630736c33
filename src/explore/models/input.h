/** @file input.h
 *  @brief What a program reads: the text given by --stdin, from its beginning in each execution. */
#pragma once

#include <stdint.h>

/** @brief Puts the text in the black box behind stdin. Once in a process.
 *  @return 0 or an errno value */
int input_open(void);

/** @brief Before each execution: stdin is at its beginning, and files that were left open are closed. */
void input_reset(void);

/** @brief How far streams have been read, in one number: it stays the same while nothing is read. */
uint64_t input_position(void);
