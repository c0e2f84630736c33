/** @file specimens.h
 *  @brief The workbook's own wrong answers, judged once a class: a failure that looks like one of them is
 * probably the same misunderstanding. */
#pragma once

#include "common/catalogue.h"

/** @brief Judges the specimens of an exercise, unless OUT/log/specimens has it for this @p key already. They
 * are ours and need no box.
 *  @return 0; what running the judge or writing gives */
int specimens_judge(const char *out, const char *judge, const struct exercise *e, const char *key,
                    const char *verdicts);

/** @brief What was found: an array of {name, belief, verdict, promise}. @return owned by the caller; NULL:
 * nothing */
json_t *specimens_load(const char *out, const struct exercise *e);
