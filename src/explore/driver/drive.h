/** @file drive.h
 *  @brief One exploration from its budget to its verdict: which strategies, how long, and the witness. */
#pragma once

#include "explore/driver/options.h"
#include "explore/driver/runner.h"
#include "explore/runtime/verdict.h"

/** A failure that fibers found, and threads did not: what each showed when it was told. Both NULL: there was
 * none. */
struct incident {
    struct blackbox *fibers, *threads;
};

/** What the search came to. The witness is the execution that stands in the runner's black box. Release with
 * drive_end(). */
struct exploration {
    enum verdict verdict;
    const char *strategy; /**< that found it, or was the last */
    const char *phase;    /**< "profile", "race", "sample", "proof" */
    bool complete;        /**< every trace was executed; see the spec of `complete` in README.md */
    bool reproduced;      /**< the witness is an execution on real threads */
    bool shares_tls;      /**< a thread was given another's thread-local variable: no program for fibers */
    struct incident incident;
    bool minimal;     /**< no execution with this failure has fewer preemptions */
    bool cut_by_time; /**< the seconds ended it before the executions did: another machine may go further */
    int bound;        /**< exhausted number of preemptions; -1: none */
    uint64_t executions, steps, distinct, cut;
    double seconds;
    uint64_t shown_seed; /**< of the witness */
};

/** An execution to run again, as a trace file has it. */
struct replay {
    uint64_t seed;
    enum time_mode time;
    unsigned spurious;
    bool tolerate_races, livelocks;
    uint32_t nracy;
    uint32_t racy[RACY_MAX]; /**< places that were steps, or logged */
    uint32_t ndecisions;
    uint16_t decisions[DECISIONS_MAX];
};

/** @brief Runs one execution again, telling all.
 *  @return as drive(); the execution may have gone another way: trace_file_fits() tells */
int drive_replay(struct runner *runner, const struct options *options, const struct replay *replay,
                 struct exploration *out);

/** @brief Explores until a failure or the end of the budget, then runs the witness once more, on real
 * threads, telling all.
 *  @return 0; what starting the runner gives */
int drive(struct runner *runner, const struct options *options, struct exploration *out);

void drive_end(struct exploration *exploration);
