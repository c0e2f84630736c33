/** @file frames.h
 *  @brief For the execution that will be shown: the call stack of each event, the values written, and whose
 *         local variable an address is. */
#pragma once

#include "explore/runtime/execution.h"

/** @brief Walks the stack of the current thread, which is about to announce a step. */
void frames_note(struct thread *self);

/** @brief Gives what frames_note() found to the step that the thread was now chosen for. */
void frames_tell(struct thread *self);

/** @brief Notes in whose frame an address lies, if it lies on a stack. */
void frames_own(const void *address);

/** @brief The current thread is about to write what this event tells. */
void frames_writes(struct event *event);

/** @brief The current thread comes to its next hook: what it was about to write is there now. */
void frames_written(void);
