/** @file family.h
 *  @brief The processes of a case, seen from /proc: who there is, what each is, and whether any can still
 *  move.
 *
 *  The case's process is the reaper of its descendants (prctl(2), PR_SET_CHILD_SUBREAPER), so that also
 *  those whose parents have ended are found below it.
 *  @source proc(5): /proc/PID/stat, task/TID/children, task/TID/syscall, task/TID/status, fd */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { FAMILY_MAX = 512 /**< of one case; what is more is not looked at */ };

/** One process. */
struct relative {
    pid_t pid, parent;
    char state;     /**< as in /proc/PID/stat: R S D Z T … */
    bool is_ending; /**< is on its way out: it has been told to end and cannot refuse any more */
    char name[64];  /**< what was started, cut to fit: "sleep 1000" */
};

/** @brief Lists the descendants of a process, itself not among them.
 *  @param[out] out  room for FAMILY_MAX
 *  @return how many */
int family_list(pid_t root, struct relative *out);

/** @brief Whether a process or thread is there and has not ended. */
bool family_lives(pid_t id);

/** A thread that waits inside the judge: whether it can move is known otherwise. */
struct family_waiter {
    pid_t tid;
};

/** @brief One look: whether every thread of @p root and of its descendants waits, without a time limit, for
 *  something that only another process or thread can bring.
 *  @param waiters         threads that are not to be looked at
 *  @param[in,out] switches  grows by their counts of context switches: compare two looks
 *  @return 1: none can move; 0: one can, or could just now; -1: the kernel does not let us see */
int family_stuck(pid_t root, const struct family_waiter *waiters, size_t nwaiters, unsigned long *switches);

/** @brief Several looks, 5 ms apart: as family_stuck(), and nothing happened in between. */
int family_settled(pid_t root, const struct family_waiter *waiters, size_t nwaiters);

/** @brief As family_settled(), but a wait with a time limit counts, too: nobody ran for a tenth of a second.
 */
int family_dozes(pid_t root, const struct family_waiter *waiters, size_t nwaiters);
