/** @file steps.h
 *  @brief How much each thread of a submission has run, counted and not timed.
 *
 *  For `balance`, and for `run` where the exercise is about processes, the compiler puts a call at the begin of
 *  every basic block of the submission and of given code. What a library or the kernel does for a thread is left
 *  out: on a virtual machine the pages that a thread asks for can cost it more than all that it computes.
 *  @source gcc(1) and clang's SanitizerCoverage: -fsanitize-coverage=trace-pc */
#pragma once

#include <stdatomic.h>

/** What a process shows of its steps to others: those of all its threads, since a call last brought something
 *  about. */
struct steps_shown {
    atomic_int watchers; /**< 0: nothing is counted; relaxed */
    atomic_ulong steps;  /**< relaxed: a count */
    atomic_ulong calls;  /**< those that the judge stands in for (redirect_calls.h); relaxed: a count */
};

/** @brief Basic blocks that the calling thread has run; 0 where nothing is compiled so. @threads any */
unsigned long steps_taken(void);

/** @brief Counts a call that the submission has made. @threads any */
void steps_call(void);

/** @brief A call has brought something about: what was shown until then was not in vain. @threads any */
void steps_progress(void);

/** @brief Lets others see how much this process runs; its children do not count.
 *  @param out  in shared memory, there for good. Once, before threads begin */
void steps_show(struct steps_shown *out);
