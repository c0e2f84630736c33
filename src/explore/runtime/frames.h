/** @file frames.h
 *  @brief For the execution that will be shown: the call stack of each event, and the values written. */
#pragma once

#include "explore/runtime/execution.h"

/** @brief Walks the stack of the current thread, which is about to announce a step. */
void frames_note(struct thread *self);

/** @brief Gives what frames_note() found to the step that the thread was now chosen for. */
void frames_tell(struct thread *self);
