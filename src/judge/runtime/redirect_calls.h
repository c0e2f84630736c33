/** @file redirect_calls.h
 *  @brief The calls of a submission that are counted and can be made to fail: what the files share that
 *  stand in for them. */
#pragma once

#include <stdbool.h>

enum call {
#define REDIRECT(name) CALL_##name,
#include "judge/runtime/redirect.def"
#include "judge/runtime/redirect_processes.def"
#undef REDIRECT
    CALLS
};

/** @brief Counts the call. @return the error that it shall fail with (judge_fail()), or 0. @threads any */
int redirect_error(enum call c);

/** @brief As redirect_error(), for calls that fail by a result and errno: false if this one shall fail. */
bool redirect_passes(enum call c);
