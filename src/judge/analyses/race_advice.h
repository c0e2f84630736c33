/** @file race_advice.h
 *  @brief What to write instead of a racing line of OpenMP: reduction, private, atomic or critical. */
#pragma once

#include "judge/analyses/race_log.h"

/** @brief Looks at the racing line.
 *  @param source         the file of race_place(); NULL: not known
 *  @param[out] variable  what races, as written there ("sum", "stock->count[k]"); NULL: not found. free()
 *  @return a sentence, owned by the caller: free() */
char *race_advice(const struct race *race, const char *source, char **variable);
