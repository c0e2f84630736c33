/** @file object.h
 *  @brief What the models of all synchronisation objects share. */
#pragma once

#include "explore/runtime/execution.h"
#include "explore/runtime/sync.h"

/** @brief Ends the execution if the object was destroyed, or was never initialised and has no static
 * initialiser. */
void object_check(const struct sync *object, uint32_t pc);

/** @brief A fresh object; a misuse while somebody holds the one that is there, or waits for it. A step. */
struct sync *object_init(const void *address, enum sync_kind kind, uint32_t pc);

/** @brief The end of an object; a misuse while somebody holds it or waits for it. A step. */
void object_destroy(struct sync *object, uint32_t pc);

/** @brief Takes a step that has a deadline. As POSIX wants it, time is looked at only if one has to wait: so
 * the first step looks whether `enabled` holds, and only the second waits.
 *  @return false: it is out of time */
bool object_acquire_timed(const struct operation *step);

/** @brief The current thread holds this from now on: for reports. */
void object_hold(struct sync *object, uint32_t pc);

/** @brief The current thread holds it once less. */
void object_release(const struct sync *object);

/** @brief Memory is freed: whoever used an object there must have done so before in any case. If that is
 * open, an order in which the object is used afterwards is left to sampling: there is no proof. */
void object_free(uintptr_t address, size_t size);
