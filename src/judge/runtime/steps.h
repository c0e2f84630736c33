/** @file steps.h
 *  @brief How much each thread of a submission has run, counted and not timed.
 *
 *  For `balance` the compiler puts a call at the begin of every basic block of the submission and of given
 * code. What a library or the kernel does for a thread is left out: on a virtual machine the pages that a
 * thread asks for can cost it more processor time than all that it computes.
 *  @source gcc(1) and clang's SanitizerCoverage: -fsanitize-coverage=trace-pc */
#pragma once

/** @brief Basic blocks that the calling thread has run; 0 where nothing is compiled so. @threads any */
unsigned long steps_taken(void);
