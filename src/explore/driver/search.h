/** @file search.h
 *  @brief An exploration under way: what its parts (budget, shrink, the witness) share. */
#pragma once

#include "explore/driver/drive.h"
#include "explore/strategies/strategy.h"

/** How many plain accesses may be made, in all executions, to tell a failure better: a loop may make millions
 * of them in a single one. */
enum { ACCESSES_MAX = 1 << 24 };

/** A failing execution, put aside: enough to run it again. */
struct failure {
    struct outcome outcome;
    uint8_t time;   // enum time_mode
    uint32_t nracy; // places that were steps
    uint32_t ndecisions;
    uint16_t decisions[DECISIONS_MAX];
};

struct search {
    struct runner *runner;
    struct blackbox *box;
    const struct options *options;
    struct exploration *x;
    enum backend_kind backend;
    uint64_t budget;      // executions
    uint64_t deadline_ns; // CLOCK_MONOTONIC; 0: none
    uint64_t accesses;    // that making a failure simple may still make
    uint32_t phase;       // plans so far: part of the seed
};

/** @brief Nanoseconds of CLOCK_MONOTONIC. */
uint64_t search_clock_ns(void);

/** @brief Fills the plan with what the options say; a strategy, a number of executions and the rest are to be
 * set. */
void search_plan(struct search *s, enum strategy_kind strategy, uint64_t executions);

/** @brief Carries out the plan and counts it.
 *  @return 0; what starting the runner gives */
int search_do(struct search *s);

/** @brief Puts the failing execution in the black box aside. */
void search_keep(const struct search *s, struct failure *out);

/** @brief Plans to run a failing execution again. */
void search_replay(struct search *s, const struct failure *failure);

/** @brief Spends the budget until a failure is found, or all is known (budget.c).
 *  @return as search_do() */
int search_spend(struct search *s);

/** @brief Whether the plan that was carried out last, of DPOR, has executed every trace that there is. */
bool search_knows_all(const struct search *s);

/** @brief Looks for a simpler execution with the same failure (shrink.c): fewer preemptions, then fewer
 * switches, threads and steps.
 *  @param[in,out] failure  the simplest one so far
 *  @return as search_do() */
int search_shrink(struct search *s, struct failure *failure);

/** @brief Runs a failing execution once more on real threads, telling all (confirm.c): that is the witness.
 *  @return as search_do(). exploration->reproduced: the same failure came out. If not, verdict is UNSUPPORTED
 * (the program is not determined by its schedule), or exploration->incident is filled, or the system could
 * not run it on threads: then fibers have told it */
int search_confirm(struct search *s, const struct failure *failure);
