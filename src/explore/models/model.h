/** @file model.h
 *  @brief What every model begins with.
 *
 *  The learner's calls of NAME are redirected to MODEL(NAME) where src/explore/build/symbols.def says so. A
 * model announces its step (sched_step()), then does to our objects what the call does to the real ones. The
 * real function is still there under its own name. */
#pragma once

#include "explore/runtime/execution.h"
#include "explore/runtime/sched.h"
#include "explore/runtime/sync.h"

/** The name behind which a redirected function stands. */
#define MODEL(name) explore__##name

/** The place in the learner's code that called this model. */
#define CALLER ((uint32_t)(uintptr_t)__builtin_return_address(0))
