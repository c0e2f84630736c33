/** @file atomic.h
 *  @brief What atomics and fences order: the rules of C17 5.1.2.4 and 7.17.3 as clocks.
 *
 *  Each atomic location has a clock: what the head of the release sequence that its value belongs to had
 * known. A load that acquires learns it; a relaxed one only keeps it for a later acquire fence. A store
 * begins a new sequence, a read-modify-write goes on with the one it read from. A release fence lends what
 * was known at it to the relaxed stores that follow.
 *
 *  A relaxed store ends a release sequence, also one of its own thread: the rule of C++20, and what one
 * should rely on; C17 is more lenient there.
 *
 *  Sequential consistency needs no rule here: every execution explored is sequentially consistent, and the
 * single order of seq_cst operations adds nothing to happens-before.
 *
 *  @source Boehm et al., "P0982R1: Weaken Release Sequences", 2018 */
#pragma once

#include "explore/runtime/execution.h"

/** @brief The thread loads from the location; also the loading half of a read-modify-write.
 *  @param order  __ATOMIC_RELAXED … */
void atomic_learn(struct thread *self, const struct clock *location, int order);

/** @brief The thread stores to the location. */
void atomic_publish(struct thread *self, struct clock *location, int order);

/** @brief The storing half of a read-modify-write. */
void atomic_continue(struct thread *self, struct clock *location, int order);

/** @brief The thread passes a fence. */
void atomic_pass_fence(struct thread *self, int order);
