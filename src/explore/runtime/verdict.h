/** @file verdict.h
 *  @brief The words for how an execution, and the whole exploration, ended. */
#pragma once

enum verdict {
    VERDICT_PASS,
    VERDICT_RACE,
    VERDICT_DEADLOCK,
    VERDICT_WRONG,
    VERDICT_CRASH,
    VERDICT_HANG,
    VERDICT_LEAK,
    VERDICT_UNSUPPORTED,
    VERDICT_BUILD_ERROR,
    VERDICT_CUT, /**< one execution only: stopped at max_steps, which says nothing */
};

/** Which form of a verdict it is. X(constant, name in JSON). */
#define VERDICT_KINDS(X)                                                                                     \
    X(KIND_NONE, "none")                                                                                     \
    X(KIND_DATA_RACE, "data-race")                                                                           \
    X(KIND_STUCK, "stuck")                                                                                   \
    X(KIND_ASSERT, "assertion")                                                                              \
    X(KIND_EXPECT, "expectation")                                                                            \
    X(KIND_EXIT_STATUS, "exit-status")                                                                       \
    X(KIND_OUTPUT, "output")                                                                                 \
    X(KIND_MISUSE, "misuse")                                                                                 \
    X(KIND_MEETING, "meeting")                                                                               \
    X(KIND_INCONCLUSIVE, "inconclusive")                                                                     \
    X(KIND_CHECK_ERROR, "check-error")                                                                       \
    X(KIND_TODO, "todo")                                                                                     \
    X(KIND_SIGNAL, "signal")                                                                                 \
    X(KIND_ABORT, "abort")                                                                                   \
    X(KIND_STACK_OVERFLOW, "stack-overflow")                                                                 \
    X(KIND_USE_AFTER_FREE, "use-after-free")                                                                 \
    X(KIND_DOUBLE_FREE, "double-free")                                                                       \
    X(KIND_INVALID_FREE, "invalid-free")                                                                     \
    X(KIND_OVERFLOW, "heap-overflow")                                                                        \
    X(KIND_LOOP, "loop-without-end")                                                                         \
    X(KIND_LIVELOCK, "livelock")                                                                             \
    X(KIND_SPIN, "spin")                                                                                     \
    X(KIND_MEMORY_LEFT, "memory-left")                                                                       \
    X(KIND_THREAD_LEFT, "thread-left")                                                                       \
    X(KIND_REACHED, "reached")                                                                               \
    X(KIND_LIMIT, "limit")                                                                                   \
    X(KIND_SHARED_TLS, "shared-thread-local")                                                                \
    X(KIND_RUNNER, "runner")

#define VERDICT_KIND_CONSTANT(constant, name) constant,
enum verdict_kind { VERDICT_KINDS(VERDICT_KIND_CONSTANT) };
#undef VERDICT_KIND_CONSTANT

/** Things worth a word that are no failure; or-ed in blackbox.warnings. */
enum warning {
    WARNING_MAIN_ENDED_FIRST = 1, /**< main ended while another thread was still running */
    WARNING_NO_INIT = 2,          /**< a zeroed object was used without its init call */
    WARNING_RACE_TOLERATED = 4,
    WARNING_OUTPUT_CUT = 8,
    WARNING_SIGNAL_LOST = 16, /**< a signal with nobody waiting */
};

/** @brief "race", "deadlock" … */
const char *verdict_name(enum verdict verdict);

/** @brief "data-race", "stuck" … */
const char *verdict_kind_name(enum verdict_kind kind);
