/** @file shadow.h
 *  @brief Who touched each byte last: the shadow of the learner's memory, and the test for data races.
 *
 *  Memory is seen in granules of 8 bytes. A granule has a list of accesses, each with thread, epoch, place in
 *  the code and a mask of bytes. An access that happened before a new one, and against which nothing can race
 *  that would not race against the new one too, is dropped; so lists stay at one or two entries, and no race
 *  is lost (unlike with a fixed number of slots).
 *
 *  @source Flanagan and Freund, "FastTrack: efficient and precise dynamic race detection", PLDI 2009 */
#pragma once

#include "explore/clocks/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum access {
    ACCESS_READ = 0,
    ACCESS_WRITE = 1,
    ACCESS_ATOMIC = 2,   /**< or-ed: atomics never race with each other */
    ACCESS_VOLATILE = 4, /**< or-ed: for the message only */
    ACCESS_FREE = 8      /**< or-ed to a write: the block was freed */
};

/** One access: what the shadow keeps, and what a race is told with. */
struct shadow_access {
    uint32_t epoch; /**< of the thread, when it was done */
    uint32_t pc;    /**< in the learner's code */
    uint8_t thread;
    uint8_t kind; /**< enum access, or-ed */
    uint8_t mask; /**< bytes of the granule */
};

/** @brief Forgets everything. Takes the same time however much was there.
 *  @threads the runner, between executions */
void shadow_reset(void);

/** @brief Records that a thread touches @p size bytes, and looks for an earlier access that it races with.
 *  @param clock   what the thread knows; its own entry is its epoch
 *  @param[out] earlier  the access raced with, on true
 *  @return whether there is a race
 *  @threads the current learner thread: one at a time */
bool shadow_touch(uintptr_t address, size_t size, unsigned kind, unsigned thread, const struct clock *clock,
                  uint32_t pc, struct shadow_access *earlier);

/** @brief Looks for an earlier access that freeing these bytes races with, and records nothing: whoever
 * touches them later is caught by the heap. Parameters as of shadow_touch(). */
bool shadow_look(uintptr_t address, size_t size, unsigned kind, unsigned thread, const struct clock *clock,
                 struct shadow_access *earlier);

/** @brief Which thread wrote to the granule at an address last, as far as that is recorded; -1: none. */
int shadow_writer(uintptr_t address);

/** @brief Forgets what was done to these bytes: they are new memory. */
void shadow_forget(uintptr_t address, size_t size);

/** @brief Whether a table is full, so that accesses were not recorded: nothing is complete then. */
bool shadow_is_full(void);
