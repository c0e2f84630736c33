/** @file execution.h
 *  @brief The current execution: its threads, its end. What models, detectors and back ends share.
 *
 *  Exactly one thread of the learner runs at a time, so nothing here is locked. Nothing here may call
 *  malloc or stdio of libc, since the learner's thread may be in the midst of anything. */
#pragma once

#include "explore/clocks/clock.h"
#include "explore/runtime/blackbox.h"
#include "explore/runtime/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sync;
struct thread;

enum thread_state {
    THREAD_UNUSED, /**< not created in this execution */
    THREAD_LIVE,
    THREAD_DONE
};

/** What a thread announces: the step that it will perform when it is chosen. Models fill what applies. */
struct operation {
    enum op op;
    const void *object; /**< becomes event.address */
    const void *object2;
    uint32_t pc;
    uint8_t other, size, order, flags;
    struct sync *sync;                      /**< for `enabled`, and for reports about who holds what */
    bool (*enabled)(const struct thread *); /**< may it be performed now? Pure. NULL: always */
    uint64_t deadline_ns;                   /**< virtual time from which it may time out; 0: never */
    bool may_wake_spuriously;               /**< it waits on a condition variable */
};

/** A lock that a thread holds. */
struct held {
    struct sync *sync;
    uint32_t pc; /**< where it took it */
};

/** A thread of the learner. Addresses of these are what pthread_self() gives. */
struct thread {
    uint8_t id; /**< index in the profile's paths, so the same in every execution; 0: main */
    uint8_t creator;
    uint8_t state; /**< enum thread_state */
    bool detached;
    bool joined;       /**< somebody joined it, or is about to */
    uint32_t ncreated; /**< threads that it has created so far */
    void *(*start)(void *);
    void *argument;
    void *result;
    struct operation next; /**< announced, not yet performed; of a thread that runs: what it performs */
    struct clock clock;    /**< what it knows */
    struct clock fence_acquire, fence_release;
    uint32_t nheld;
    struct held held[HELD_MAX];
    int saved_errno;
    uintptr_t stack_low, stack_high;
    uintptr_t stack_used; /**< lowest frame in which it called a hook or a model, of this execution */
    uintptr_t tls;        /**< where its thread-local variables lie while it runs; 0: nowhere yet */
    int kernel_thread;    /**< that it runs on, as gettid(); 0: on the runner's own */
    void *context;        /**< owned by the back end */
    struct event *event;  /**< its last step, in the black box */
};

struct execution {
    bool running;            /**< learner code runs: hooks count */
    struct thread *current;  /**< which one */
    uint64_t hooks;          /**< calls so far; the watchdog looks whether it moves */
    uint32_t hook_pc;        /**< of the last access */
    uint64_t hooks_at_begin; /**< … when the execution began */
    uint64_t hooks_at_step;  /**< … when the last step was decided */
    uint64_t words;          /**< of memory (8 bytes) that were read or written so far: judge_touched() */
    uint64_t now_ns;         /**< virtual time */
    uint64_t horizon_ns; /**< deadlines up to here are over for whoever takes that way; later than the present
                              time where nobody can go on before it has passed */
    struct thread threads[THREADS_MAX];
};

/** The current execution. Written by the thread that runs in it, and by the runner between two. */
extern struct execution execution;

/** Shared with the driver. Set once at the start of the runner. */
extern struct blackbox *blackbox;

/** @brief Notes how deep the current thread's stack has been. */
static inline void execution_note_frame(uintptr_t frame)
{
    if (frame < execution.current->stack_used)
        execution.current->stack_used = frame;
}

/** @brief Makes a thread for the how-manieth creation of its creator; it gets the id of that path.
 *  @return NULL: plan.max_threads are there already */
struct thread *execution_add_thread(struct thread *creator, void *(*start)(void *), void *argument,
                                    uint32_t pc);

/** @brief Starts to tell how the execution ended; fill in what else applies and call execution_end().
 *  @param pc  in the learner's code; 0: the step at hand
 *  @return blackbox->outcome, otherwise empty */
struct outcome *execution_verdict(enum verdict verdict, enum verdict_kind kind, uint32_t pc,
                                  const void *address);

/** @brief Leaves the execution for the runner. Threads that have not ended are forgotten.
 *  @threads a learner thread, also in a signal handler */
_Noreturn void execution_end(void);

/** @brief Ends the execution as `wrong`: a call that its documentation forbids. @p text goes on after the
 * call's name: "unlock of a mutex that another thread holds". */
_Noreturn void execution_misuse(uint32_t pc, const void *address, const char *text);

/** @brief Ends the execution as `unsupported`. @p format as printf. */
_Noreturn void execution_unsupported(uint32_t pc, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** @brief Whether a place (a return address) lies in the program, or in the check that calls it. */
bool execution_is_learner_pc(uint32_t pc);

/** @brief Whether a place lies in the submission, not in the check: faults and counts concern it alone. */
bool execution_is_submission_pc(uint32_t pc);

/** @brief The thread behind a pthread_t, or NULL if it is none of this execution. */
struct thread *execution_thread(unsigned long handle);
