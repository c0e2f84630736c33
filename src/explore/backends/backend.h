/** @file backend.h
 *  @brief What runs the learner's threads: own stacks within one kernel thread (fibers), or kernel threads of
 *         which one at a time has the baton (threads). The scheduler does not see the difference. */
#pragma once

#include "explore/runtime/execution.h"

struct backend {
    const char *name;

    /** What an execution leaves cannot be undone: each needs a process of its own, see runtime/apart.h. */
    bool apart;

    /** Once in a process, before anything else. @return 0 or an errno value */
    int (*open)(void);

    /** Makes a thread that will call sched_thread_main() when it is first switched to. Sets stack_low and
     * stack_high, and tls unless that shows only later. */
    void (*start)(struct thread *thread);

    /** Stops @p from, which is the caller, and goes on with @p to. Returns when somebody switches back. */
    void (*switch_to)(struct thread *from, struct thread *to);

    /** Runs @p first and whoever follows; returns when one of them calls leave(). Called by the runner. */
    void (*run)(struct thread *first);

    /** Abandons the execution: the runner goes on in run(). Does not return. Also called in signal handlers.
     */
    void (*leave)(void);
};

extern const struct backend backend_fibers;  /**< fast; reset in the process */
extern const struct backend backend_threads; /**< faithful: real stacks, real thread-local variables */
