/** @file runner.h
 *  @brief The runner process, seen from the driver: started, given plans, restarted when learner code
 * destroyed it. */
#pragma once

#include "explore/runtime/blackbox.h"

/** A runner, with a process for each back end that was asked for. `box` is theirs in common, and stays the
 * same when a process is started anew. */
struct runner;

/** @brief Makes ready; the process starts with the first plan.
 *  @param path       the executable that build_make() made; not kept beyond runner_close()
 *  @param arguments  of the program, ending with NULL, [0] its name; not copied
 *  @param launcher   words that stand before the command, ending with NULL: a program that runs it in a box;
 *                    not copied
 *  @return 0; ENOMEM, EMFILE … as the system says
 *  @threads one at a time a runner */
int runner_open(const char *path, const char *const *arguments, const char *const *launcher,
                struct runner **out);

/** @brief The shared black box. Fill `plan` before, read the rest after runner_do(). */
struct blackbox *runner_box(struct runner *runner);

/** @brief Carries out box->plan in the process of its back end. A runner that dies or falls silent is a
 * verdict of the program, too: crash, hang.
 *  @param seconds  after which a silent runner is ended; 0: no limit
 *  @return 0; what fork(2) or exec(2) give */
int runner_do(struct runner *runner, unsigned seconds);

/** @brief Ends the process and gives all back. */
void runner_close(struct runner *runner);
