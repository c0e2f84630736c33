/** @file engine.h
 *  @brief CTest runs the pairs: so many at once, each with a limit, and all of them again that left no
 * result. */
#pragma once

#include "grade/isolation.h"
#include "grade/options.h"
#include "grade/plan.h"

/** What the engine needs to know. */
struct engine {
    const struct options *options;
    const struct catalogue *catalogue;
    const struct isolation *isolation;
    const char *self, *judge, *box; /**< the programs */
    const char *tool;               /**< name and version, for the results */
    const char *temporary; /**< a folder of this run; frozen sources lie there while they are judged */
};

/** @brief Grades these pairs.
 *  @param chosen   their numbers in the plan
 *  @param jobs     so many at once
 *  @param replace  also a result with the same key is put away and made anew
 *  @return 0; ECANCELED: interrupted; ENOSPC …: what was told when a result could not be written */
int engine_run(const struct engine *engine, const struct plan *plan, const size_t *chosen, size_t count,
               unsigned jobs, bool replace);
