/** @file pair.h
 *  @brief Grades one pair, in a process of its own: `grade pair FILE`. CTest starts it; so may anything that
 * can run a command on some machine: a pair file says all that is needed, and a result is written once. */
#pragma once

/** @brief Grades the pair that the file describes.
 *  @return the exit status: 0 a result is recorded, whatever its verdict; 1 it is not */
int pair_grade(const char *file);
