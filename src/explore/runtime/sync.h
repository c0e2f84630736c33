/** @file sync.h
 *  @brief Synchronisation objects, kept beside the learner's memory: by address, found or made on first use.
 *
 *  The bytes of a pthread_mutex_t are only read once, for the kind that a static initialiser chose. What a
 *  model needs to know stands here. */
#pragma once

#include "explore/clocks/clock.h"
#include "explore/runtime/limits.h"

#include <stdbool.h>
#include <stdint.h>

enum sync_kind {
    SYNC_NONE,
    SYNC_MUTEX,
    SYNC_COND,
    SYNC_RWLOCK,
    SYNC_BARRIER,
    SYNC_ONCE,
    SYNC_SPIN,
    SYNC_SEM,
    SYNC_MEETING,
    SYNC_ATOMIC
};

enum { OWNER_NONE = -1 };

struct sync {
    uintptr_t address;
    uint8_t kind;     /**< enum sync_kind */
    uint8_t type;     /**< as the model needs it: PTHREAD_MUTEX_RECURSIVE … */
    bool initialised; /**< by its init call or a static initialiser that shows */
    bool destroyed;
    bool robust;
    uint8_t state;        /**< as the model needs it */
    int16_t owner;        /**< thread that holds it, or OWNER_NONE */
    uint32_t count;       /**< depth of a recursive lock, readers, value of a semaphore, arrivals */
    uint32_t limit;       /**< threads of a barrier */
    uint32_t acquired_pc; /**< where the owner took it */
    uint32_t nwaiters;    /**< of a condition variable, in order of arrival */
    uint8_t waiters[THREADS_MAX];
    const struct sync *partner; /**< the mutex used with a condition variable while somebody waits */
    struct clock clock;         /**< what its next acquirer learns */
    struct clock readers;       /**< what the next writer learns from readers */
    struct clock touched;       /**< of one in the heap: what those knew who have used it, as they did */
};

/** @brief The object at an address, made if there is none of that kind.
 *  @threads the current learner thread */
struct sync *sync_at(const void *address, enum sync_kind kind);

/** @brief The object at an address, or NULL. */
struct sync *sync_find(const void *address);

/** @brief A fresh object at an address, whatever was there before. */
struct sync *sync_init(const void *address, enum sync_kind kind);

/** @brief Whether a thread that waits to acquire it could do so now. */
bool sync_is_open(const struct sync *sync);

/** @brief Forgets all objects. */
void sync_reset(void);

/** @brief Calls @p visit for each object of the execution, in order of first use. */
void sync_each(void (*visit)(struct sync *, void *), void *argument);
