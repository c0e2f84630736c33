/** @file cases/process.h
 *  @brief The process of one case: started on a pseudo-terminal with limits, ended with all its children. */
#pragma once

#include "common/arguments.h"
#include "common/text.h"
#include "judge/runtime/protocol.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { CASE_REPORT_FD = 20 /**< the descriptor of the reports, in the case */ };

/** A running case. */
struct case_process {
    pid_t pid;    /**< leader of its session and process group */
    int pidfd;    /**< readable when it has ended */
    int terminal; /**< master side: what it prints */
    int reports;  /**< our end of the SOCK_SEQPACKET pair */
    bool boxed;   /**< class grading: `pid` and its child make a box, in which the case is process 2 */
    struct protocol_greeting greeting;
};

/** What it may use. */
struct case_limits {
    unsigned seconds;   /**< of wall-clock; RLIMIT_CPU follows from it */
    bool address_space; /**< whether RLIMIT_AS may be set (not under AddressSanitizer) */
};

/** @brief Starts it and gives it its nonce.
 *  @param control      the expectation that its check is to break, from 1; 0: none
 *  @param argv         program, case, seed
 *  @param environment  NAME=VALUE strings, all that it gets
 *  @return 0; EAGAIN, ENOMEM, EMFILE… as the system says
 *  @threads one: the calling thread becomes the parent of orphans */
int case_process_start(const struct arguments *argv, const struct arguments *environment, const char *folder,
                       struct case_limits limits, unsigned control, struct case_process *out);

/** @brief Kills whatever is left of it, children and grandchildren too, and releases the descriptors.
 *  @return how many other processes were still there */
int case_process_end(struct case_process *p);

/** @brief Bytes of memory that the session has in use; what its processes share counts for each. */
size_t case_process_memory(const struct case_process *p);

/** @brief CPU time of the whole session so far, in seconds. */
double case_process_cpu(const struct case_process *p);

/** @brief The process of the case itself; of a box the first that runs in it. 0: it has ended. */
pid_t case_process_first(const struct case_process *p);

/** @brief The number of a thread as we see it, whose number in its box is @p number. 0: it is not there.
 *  @param[out] pid  the process that it belongs to */
pid_t case_process_outside(const struct case_process *p, pid_t number, pid_t *pid);

/** @brief Whether any thread of the session runs or waits for a processor at this moment. */
bool case_process_wants_cpu(const struct case_process *p);

/** @brief Calls @p f for each process of the session, its leader too, until it returns false. Those that make
 *  a box are left out. */
void case_process_each(const struct case_process *p, bool (*f)(pid_t pid, void *context), void *context);
