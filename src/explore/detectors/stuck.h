/** @file stuck.h
 *  @brief Deadlock: no thread can take its step. */
#pragma once

/** @brief Ends the execution: as `deadlock`, with who waits for what; as normal if all threads have ended. */
_Noreturn void stuck_end(void);
