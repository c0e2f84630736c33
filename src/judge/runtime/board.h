/** @file board.h
 *  @brief What all processes of a case share with each other, whoever forked whom. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "judge/runtime/protocol.h"
#include "judge/runtime/steps.h"

enum { BOARD_WAITERS = 128 };

/** A thread that waits in judge_await(). */
struct board_waiter {
    atomic_int tid; /**< 0: this place is free. Any process; set last, cleared last */
    _Atomic(const atomic_int *) cell;
    atomic_int value;
};

/** One page of the case's own, the same in all its processes. */
struct board {
    pid_t case_pid;                            /**< constant once the case has begun */
    atomic_int forks;                          /**< by children of the submission; relaxed: a count */
    struct steps_shown shown;                  /**< of the case's own process */
    pthread_mutex_t sending;                   /**< robust: whoever holds it may be killed */
    struct protocol_header next_header;        /**< guarded by sending */
    struct board_waiter waiter[BOARD_WAITERS]; /**< each place: owned by the thread that took it */
};

/** @brief The board, which is there before main. */
struct board *board(void);

/** @brief Whether this process is the case's own, not a child of it. */
bool board_is_case(void);
