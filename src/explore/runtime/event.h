/** @file event.h
 *  @brief What a thread does at one step, as strategies, detectors, traces and reports see it.
 *
 *  The runner writes events, the driver reads them: plain data, no pointers. Addresses are those of the
 *  runner, which is linked at fixed addresses, so that they mean the same in every execution. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/** Every operation there is: constant, the name in traces and JSON, what a reader sees ("T1 locks `m`"). */
#define EVENT_OPS(X)                                                                                         \
    X(OP_NONE, "none", "does nothing")                                                                       \
    X(OP_START, "start", "starts")                                                                           \
    X(OP_EXIT, "exit", "ends")                                                                               \
    X(OP_CREATE, "create", "creates")                                                                        \
    X(OP_JOIN, "join", "joins")                                                                              \
    X(OP_DETACH, "detach", "detaches")                                                                       \
    X(OP_READ, "read", "reads")                                                                              \
    X(OP_WRITE, "write", "writes")                                                                           \
    X(OP_ATOMIC_LOAD, "atomic-load", "loads")                                                                \
    X(OP_ATOMIC_STORE, "atomic-store", "stores")                                                             \
    X(OP_ATOMIC_RMW, "atomic-rmw", "updates")                                                                \
    X(OP_ATOMIC_CAS, "atomic-cas", "compares and exchanges")                                                 \
    X(OP_FENCE, "fence", "passes a fence")                                                                   \
    X(OP_LOCK, "lock", "locks")                                                                              \
    X(OP_TRYLOCK, "trylock", "tries to lock")                                                                \
    X(OP_TIMEDLOCK, "timedlock", "locks, with a deadline,")                                                  \
    X(OP_UNLOCK, "unlock", "unlocks")                                                                        \
    X(OP_READ_LOCK, "read-lock", "locks for reading")                                                        \
    X(OP_WRITE_LOCK, "write-lock", "locks for writing")                                                      \
    X(OP_READ_UNLOCK, "read-unlock", "unlocks after reading")                                                \
    X(OP_RW_UNLOCK, "rw-unlock", "unlocks")                                                                  \
    X(OP_WAIT_BEGIN, "wait", "begins to wait on")                                                            \
    X(OP_WAIT_END, "wake", "wakes from")                                                                     \
    X(OP_SIGNAL, "signal", "signals")                                                                        \
    X(OP_BROADCAST, "broadcast", "broadcasts")                                                               \
    X(OP_SEM_WAIT, "sem-wait", "takes from")                                                                 \
    X(OP_SEM_POST, "sem-post", "posts to")                                                                   \
    X(OP_BARRIER, "barrier", "arrives at")                                                                   \
    X(OP_ONCE, "once", "comes to")                                                                           \
    X(OP_SPIN, "spin", "spins on")                                                                           \
    X(OP_SLEEP, "sleep", "sleeps")                                                                           \
    X(OP_CLOCK, "clock", "reads the clock")                                                                  \
    X(OP_YIELD, "yield", "yields")                                                                           \
    X(OP_TIMEOUT, "timeout", "runs out of time at")                                                          \
    X(OP_SPURIOUS, "spurious", "wakes spuriously from")                                                      \
    X(OP_OUTPUT, "output", "prints")                                                                         \
    X(OP_ALLOC, "alloc", "allocates")                                                                        \
    X(OP_FREE, "free", "frees")                                                                              \
    X(OP_INIT, "init", "initialises")                                                                        \
    X(OP_DESTROY, "destroy", "destroys")                                                                     \
    X(OP_MEET, "meet", "comes to")                                                                           \
    X(OP_SETTLE, "settle", "waits until nobody else moves at")                                               \
    X(OP_LOG, "log", "logs")                                                                                 \
    X(OP_PROCESS_EXIT, "process-exit", "ends the program")

#define EVENT_CONSTANT(constant, name, verb) constant,
enum op { EVENT_OPS(EVENT_CONSTANT) OP_COUNT };
#undef EVENT_CONSTANT

enum event_flag {
    EVENT_OBSERVED = 1,   /**< logged, but not a step: nothing was decided before it */
    EVENT_VOLATILE = 2,   /**< a volatile access */
    EVENT_FAILED = 4,     /**< it had no effect: trylock found it held, a comparison failed */
    EVENT_HAS_VALUE = 8,  /**< `value` is known */
    EVENT_UNCHANGED = 16, /**< an atomic wrote what was there already */
    EVENT_BLOCKING = 32,  /**< a step that is not possible in every state */
    EVENT_CLOSED = 64,    /**< before it, its lock was held, its semaphore 0: who waits could not have come */
    EVENT_SHARED = 128,   /**< before it, its lock was open to readers, whether or not it was to writers */
    EVENT_PREEMPTS = 256  /**< the thread of the step before could have gone on */
};

/** One step. */
struct event {
    uint64_t address; /**< the object: a variable, a mutex …; 0: none */
    uint64_t value;   /**< what was read or written, if EVENT_HAS_VALUE */
    uint64_t time_ns; /**< virtual time since the start of the execution */
    uint32_t pc;      /**< return address of the call in the learner's code; 0: none */
    uint16_t choice;  /**< what sched_choose() gave within this step */
    uint8_t op;       /**< enum op */
    uint8_t thread;   /**< who */
    uint8_t other;    /**< the thread that is created, joined, woken …; 0: none (main is never one) */
    uint8_t size;     /**< bytes of an access; 255: more */
    uint8_t order;    /**< of an atomic: __ATOMIC_RELAXED …  */
    uint16_t flags;   /**< enum event_flag, or-ed */
    uint64_t object2; /**< a second object: the mutex of a wait; 0: none */
};

/** @brief Whether two operations do not commute, or belong to one thread: their order is part of a trace.
 *  @threads any: pure */
bool event_dependent(const struct event *a, const struct event *b);

/** @brief The name of an operation in traces and JSON: "lock". */
const char *event_name(enum op op);

/** @brief The verb of an operation for a reader: "locks". */
const char *event_verb(enum op op);
