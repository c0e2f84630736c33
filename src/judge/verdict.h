/** @file verdict.h
 *  @brief The vocabulary: what a judging can end with, seen from the submission. */
#pragma once

#include <stdbool.h>

/** In no order of merit; VERDICT_NOT_AVAILABLE and VERDICT_NOT_REACHED are of analyses only. */
enum verdict {
    VERDICT_PASS,
    VERDICT_TODO,
    VERDICT_BUILD_ERROR,
    VERDICT_WRONG,
    VERDICT_RACE,
    VERDICT_DEADLOCK,
    VERDICT_HANG,
    VERDICT_CRASH,
    VERDICT_LEAK,
    VERDICT_SERIAL,
    VERDICT_INCONCLUSIVE,
    VERDICT_JUDGE_ERROR,
    VERDICT_NOT_AVAILABLE,
    VERDICT_NOT_REACHED
};

/** @brief The word, e.g. "build-error". */
const char *verdict_name(enum verdict v);

/** @brief The exit status, 0 … 21. */
int verdict_exit(enum verdict v);

/** @brief Finds the verdict of that name; VERDICT_JUDGE_ERROR and false if there is none. */
bool verdict_find(const char *name, enum verdict *out);
