/** @file chance.h
 *  @brief rand(), random() and drand48(): the same numbers in each execution. */
#pragma once

/** @brief Before each execution: nobody has called srand(). */
void chance_reset(void);
