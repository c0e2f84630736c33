/** @file spin.h
 *  @brief Spinning: a thread that only looks at the same values again is parked until one of them changes. */
#pragma once

#include "explore/runtime/execution.h"

/** @brief Asked before an operation is announced.
 *  @return NULL, or, if the thread is idling there, whether going on could show it anything new (as
 *          operation.enabled: it depends on memory alone) */
bool (*spin_gate(const struct thread *self, const struct operation *next))(const struct thread *);

/** @brief Told after an operation was performed: event->value is what it read or wrote; EVENT_FAILED and
 *  EVENT_UNCHANGED tell that it changed nothing. */
void spin_look(const struct event *event);

/** @brief The thread has done something that others may see, or that it may go on by: what it looked at
 * before is no idling. */
void spin_forget(const struct thread *self);

/** @brief Whether a thread that cannot go on idles, rather than waits in a call. */
bool spin_is_parked(const struct thread *thread);

/** @brief A new execution begins. */
void spin_reset(void);
