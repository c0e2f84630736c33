/** @file spin.h
 *  @brief Spinning: a thread that only looks at the same values again is parked until one of them changes.
 *
 *  Three ways to look: atomics, of which the values are known (such a loop is understood exactly); rounds
 * through locks, tries and yields; and plain reads without any step in between. Of the latter two it is known
 * that nothing at all has changed since the thread was there before: they wait until anything does. */
#pragma once

#include "explore/runtime/execution.h"

/** @brief Asked before an atomic operation is announced.
 *  @return NULL, or, if the thread is idling there, whether going on could show it anything new (as
 *          operation.enabled: it depends on memory alone) */
bool (*spin_gate(const struct thread *self, const struct operation *next))(const struct thread *);

/** @brief Told when a step has been announced, as self->next: if a lock is asked for in the same state as
 * before, the step is not possible (operation.enabled) until something has changed. */
void spin_visit(struct thread *self);

/** @brief Told of each plain access since @p hooks became large without a step: parks an idle thread, lets
 *         others run before one that is not, and ends the execution of one that never comes to an end. */
void spin_patience(const void *address, size_t size, bool reads, uint32_t pc);

/** @brief Told after an atomic operation was performed: event->value is what it read or wrote; EVENT_FAILED
 * and EVENT_UNCHANGED tell that it changed nothing. */
void spin_look(const struct event *event);

/** @brief The thread has done something that others may see, or that it may go on by: what it looked at
 * before is no idling. */
void spin_forget(const struct thread *self);

/** @brief Something has changed that a thread may see: memory that is not its own, an object's state but for
 * who holds a lock, time, what rand() gives next. */
void spin_changed(void);

/** @brief The same of memory, which can also change back. */
void spin_wrote(void);

/** @brief How often something has changed in this execution. */
uint64_t spin_changes(void);

/** @brief The same without writes to memory and updates of atomics. */
uint64_t spin_others(void);

/** @brief Where the learner's part of the current thread's stack begins, above the run-time's own frames. */
uintptr_t spin_frame(const struct thread *self);

/** @brief What a thread can tell its rounds apart by, in one number: its stack above the run-time's own
 * frames.
 *  @threads @p self itself */
uint64_t spin_locals(const struct thread *self);

/** @brief Whether a thread that cannot go on idles, rather than waits in a call. */
bool spin_is_parked(const struct thread *thread);

/** @brief Whether it idles, and asks in a way that would hold others up: under a lock, or without an atomic.
 */
bool spin_is_polling(const struct thread *thread);

/** @brief A new execution begins. */
void spin_reset(void);
