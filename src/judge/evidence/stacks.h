/** @file stacks.h
 *  @brief Where every thread of a live process is: for a hang, a deadlock, a crash.
 *
 *  Each thread is stopped while it is looked at and goes on afterwards; if it was stopped already, it stays
 *  so. Addresses of a crash report or of a file: symbols.h. */
#pragma once

#include "judge/evidence/frames.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum {
    STACKS_THREADS_MAX = 64,   /**< of one process */
    STACKS_MILLISECONDS = 2000 /**< then what was found so far is returned */
};

/** One thread. */
struct thread_stack {
    pid_t tid;
    int number;     /**< 0 for the main thread, then 1, 2… in the order of creation of those that live */
    char *waits_in; /**< what the program called and the kernel has not answered: "pthread_mutex_lock";
                         NULL: it is running */
    struct frames frames; /**< innermost first, without the library's inside above the program's code and what
                               starts threads below it; the innermost three if none of it is the program's */
};

/** All that were seen. Start with `= {0}`; release with stacks_deinit(). */
struct stacks {
    struct thread_stack *items; /**< `count` of them, by number */
    size_t count;
    bool is_cut; /**< there are more threads, or the time limit was reached */
};

/** @brief Looks at all threads of a process.
 *  @param owners  marks frames as the learner's or the check's; NULL: all of the executable is the learner's
 *  @return 0; ESRCH: there is no such process; EPERM: ptrace is not permitted here, or another process
 *          traces it; ENOTSUP: not on this kind of machine; ENOMEM
 *  @threads one at a time; the caller must not trace the process itself
 *  @source ptrace(2), proc(5) */
int stacks_read(pid_t pid, const struct frame_owners *owners, struct stacks *out);

/** @brief Adds one line a thread: "thread 2 waits in pthread_mutex_lock, called from deposit (bank.c:14)". */
void stacks_describe(const struct stacks *stacks, struct text *out);

void stacks_deinit(struct stacks *stacks);
