/** @file a_cook_faints.h
 *  @brief A pool of processes that goes on when one of them dies. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { PPOOL_OUT_MAX = 65536 /**< bytes of a result at the most */ };

/** @brief What a worker does with a task.
 *  @param out            room for PPOOL_OUT_MAX bytes
 *  @param[out] out_len   how many of them are the result; 0 beforehand
 *  @return 0, or an errno value: the task has failed, and has no result */
typedef int task_fn(const void *in, size_t len, void *out, size_t *out_len);

/** What became of a task. */
struct presult {
    uint64_t ticket;
    enum {
        PRESULT_OK,    /**< out holds the result */
        PRESULT_ERROR, /**< the function returned an error number */
        PRESULT_DIED   /**< the worker died while it had the task, in every try */
    } kind;
    int error;             /**< PRESULT_ERROR: the errno value */
    int signal, exit_code; /**< PRESULT_DIED: how the last worker ended: a signal, or by exit (signal is 0) */
    void *out;             /**< PRESULT_OK: from malloc, the caller frees it; never NULL then. Else NULL */
    size_t out_len;
};

struct ppool; // yours, in a_cook_faints.c

/** @brief Opens a pool: starts its workers, which are forked and live until it is closed. A worker that
 *  dies is replaced. Each has descriptors of its own only: no other worker's, and it holds none of the
 *  caller's channels open.
 *  @return owned by the caller: ppool_close(); NULL, with errno: not all workers could be started, and
 *  none is left
 *  @threads one thread uses a pool */
struct ppool *ppool_open(unsigned workers, task_fn *fn);

/** @brief Hands in a task. Tasks are begun in the order in which they were handed in; one that is tried
 *  again goes first. Never waits for a worker, however many tasks there are. No signal reaches the caller.
 *  @param in            copied
 *  @param retries       how often it may be tried again when a worker dies with it. To be handed to a
 *         worker that was already dead is no try
 *  @param[out] ticket   its number; each one is given once
 *  @return 0; ENOMEM; ESHUTDOWN: no worker is left and none can be started */
int ppool_submit(struct ppool *p, const void *in, size_t len, unsigned retries, uint64_t *ticket);

/** @brief Waits, asleep, for the next task that is finished, in whatever order. Each ticket has exactly one result.
 *  @return 0; ENODATA: nothing is outstanding; ESHUTDOWN: no worker is left and none can be started */
int ppool_next(struct ppool *p, struct presult *r);

/** @brief Ends the workers, whatever they do, and waits for them. Tasks that are outstanding have no result.
 */
void ppool_close(struct ppool *p);

/** @brief The process id of worker @p i, from 0; 0: it has died, and is replaced when the next task is
 *  handed in. For whoever wants to look at it. */
pid_t ppool_worker(const struct ppool *p, unsigned i);
