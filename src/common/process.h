/** @file process.h
 *  @brief Runs a command to its end and keeps what it printed. */
#pragma once

#include "common/text.h"

#include <stdbool.h>

/** What to run. Zero in a field means its default. */
struct process_request {
    const char *const *argv; /**< ends with NULL; argv[0] is looked up in PATH */
    const char *const *env;  /**< ends with NULL; NULL: as the caller's */
    const char *folder;      /**< working directory; NULL: the caller's */
    const char *input;       /**< for standard input; NULL: /dev/null */
    size_t input_length;     /**< bytes of @p input */
    unsigned timeout_ms;     /**< then the whole process group gets SIGKILL; 0: no limit */
    bool patient;            /**< timeout_ms leaves out time in which it had to wait for a processor;
                                it ends at six times that */
    size_t output_limit;     /**< kept bytes a stream; what comes after is read and dropped; 0: 8 MiB */
    bool stop_at_limit;      /**< more than output_limit: the whole process group gets SIGKILL */
    bool merge;              /**< standard error goes into `out`, in the order written, through one pipe */
    bool inherit;            /**< both streams are the caller's own; `out` and `err` stay empty */
};

/** How it went. Release with process_result_deinit(). */
struct process_result {
    int exit_status; /**< 0 … 255, or -1 if a signal ended it */
    int signal;      /**< the signal that ended it, or 0 */
    bool timed_out;  /**< the limit was reached and it was killed */
    bool overrun;    /**< it printed more than output_limit; the rest was dropped */
    struct text out; /**< standard output */
    struct text err; /**< standard error */
};

/** @brief Runs the command, in a process group of its own, and waits for it.
 *  @return 0 if it ran, whatever its status; ENOENT, EACCES, EAGAIN … if it could not be started;
 *          ECANCELED after an interruption
 *  @threads any: each call has a loop of its own. The calling process must not wait for all children */
int process_run(const struct process_request *request, struct process_result *out);

/** @brief Releases what process_run() filled. */
void process_result_deinit(struct process_result *result);

/** @brief From now on SIGINT, SIGTERM and SIGHUP, where they are not ignored, kill the groups of all commands
 * that process_run() waits for, in all threads, and let no further one start; the caller cleans up and ends.
 *  @threads the first one, before there are others */
void process_catch_interrupts(void);

/** @brief Whether such a signal came: its number, or 0. @threads any; async-signal-safe */
int process_interrupted(void);
