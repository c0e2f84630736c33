/** @file blackbox.h
 *  @brief What driver and runner share: the driver's plan, the runner's outcome and the execution at hand.
 *
 *  One block of shared memory. The runner keeps no other record of an execution, so that even a crash that
 *  destroys the runner leaves the schedule that led to it. Plain data, no pointers.
 *
 *  Conversation: the driver fills `plan` and writes one byte to the runner's command pipe; the runner
 * explores and answers one byte when `outcome` is filled. Whoever finds the pipe closed ends. */
#pragma once

#include "explore/runtime/event.h"
#include "explore/runtime/limits.h"
#include "explore/runtime/verdict.h"

#include <stdbool.h>
#include <stdint.h>

enum strategy_kind {
    STRATEGY_RANDOM,
    STRATEGY_REPLAY, /**< follows `schedule`; beyond its end, or where it does not fit, see plan.lenient */
    STRATEGY_PCT,
    STRATEGY_POS,
    STRATEGY_URW,
    STRATEGY_SURW,
    STRATEGY_FAIR,
    STRATEGY_ICB,
    STRATEGY_DPOR,
    STRATEGY_EVERY, /**< for tests: each interleaving */
    STRATEGY_COUNT
};

enum time_mode { TIME_QUIESCENT, TIME_FREE };
enum backend_kind { BACKEND_FIBERS, BACKEND_THREADS };

enum { DECISION_CHOICE = 0x8000 /**< or-ed: the value of sched_choose(), not a thread */ };

/** Who waits for what when nobody can go on. */
struct wait {
    uint64_t address; /**< the object */
    uint32_t present; /**< at a barrier: how many have come … */
    uint32_t needed;  /**< … of how many */
    uint32_t pc;      /**< of the waiting call */
    uint32_t held_pc; /**< where the holder took it; 0: there is no holder */
    uint8_t op;       /**< enum op */
    uint8_t thread;
    uint8_t holder;   /**< who holds it, or is waited for; THREAD_NONE */
    bool holder_done; /**< it has ended, holding it */
    bool polls;       /**< it does not wait there, but comes there again and again */
};
enum { THREAD_NONE = 255 };

/** One side of a race. */
struct race_side {
    uint64_t epoch;
    uint32_t pc;
    uint8_t thread;
    uint8_t kind; /**< enum access, or-ed */
    uint8_t size;
    uint8_t nheld; /**< of the later side: locks held */
    uint64_t held[HELD_MAX];
};

/** A block of the heap. */
struct block {
    uint64_t address;
    uint64_t size;
    uint32_t alloc_pc; /**< of the call that gave it; 0: the run-time's own */
    uint32_t free_pc;
    uint32_t told;  /**< number among blackbox.blocks, from 1; 0: none */
    uint8_t thread; /**< that allocated it */
    uint8_t free_thread;
    bool freed;
    bool reached;  /**< a variable leads to it; of the search for what is left at the end */
    bool searched; /**< what it leads to is reached, too */
};

/** How an execution ended. */
struct outcome {
    uint8_t verdict; /**< enum verdict */
    uint8_t kind;    /**< enum verdict_kind: which of its forms */
    uint8_t thread;  /**< in which thread it showed */
    uint8_t nwaits;
    uint32_t pc;      /**< where */
    uint64_t address; /**< the variable or object concerned; 0: none */
    int32_t status;   /**< exit status, signal or errno, as the kind says */
    int32_t line;     /**< of an assertion or expectation, with `file` */
    struct race_side
        sides[2];        /**< of a race: the earlier one, the later one; of a wrong access to the heap: [1];
                              of an output: [0], a thread that had not ended, and where it was created */
    struct block block;  /**< of an error with the heap: the block concerned; size 0, address 0: none */
    uint64_t left_bytes; /**< of a leak of memory: in all, in left_blocks blocks; `block` is the first */
    uint64_t left_blocks;
    struct wait waits[WAITS_MAX];
    char text[TEXT_MAX]; /**< the failed expression, the name of the call … */
    char file[TEXT_MAX];
    char function[TEXT_MAX];
    char expected[TEXT_MAX]; /**< of an expectation */
    char found[TEXT_MAX];
    char why[TEXT_MAX];
};

/** What the runner is to do until it answers. Written by the driver. */
struct plan {
    uint64_t number;     /**< of the plan, in the life of the black box; see blackbox.answered */
    uint8_t strategy;    /**< enum strategy_kind */
    uint8_t time;        /**< enum time_mode */
    uint8_t backend;     /**< enum backend_kind */
    bool tolerate_races; /**< go on after a race, as a warning */
    bool only_races;     /**< every other failure is passed over */
    bool leaks;          /**< what is left at the end counts */
    bool lenient;        /**< replay: where the schedule does not fit, run on without a switch */
    bool compare;        /**< what an execution prints must equal `expected` */
    bool expressions;    /**< each line of `expected` is a regular expression for a line */
    bool outputs;        /**< printing is a step, and different outputs are kept */
    bool tell;           /**< fill frames and values: for the one execution that will be shown */
    bool livelocks;      /**< look for them; of a replay, if one was found */
    bool racy_steps;     /**< accesses at `racy` places are steps; else they are only logged, while `tell` */
    uint32_t phase;      /**< part of the seed of each execution */
    uint64_t seed;
    uint64_t first;       /**< number of the first execution, part of its seed */
    uint64_t executions;  /**< how many; fewer if a failure or the strategy ends it */
    uint64_t deadline_ns; /**< CLOCK_MONOTONIC; 0: none. Only ever cuts a plan short */
    uint64_t accesses;   /**< how many plain accesses it may make in all; 0: any number. Cuts it short, too */
    uint32_t idle_ticks; /**< of 10 ms of processor time without a hook: then it is a loop without end */
    uint32_t max_steps;
    uint32_t max_threads;
    uint32_t spurious;     /**< spurious wake-ups allowed in one execution */
    uint32_t depth;        /**< PCT's depth, ICB's bound */
    char entry[128];       /**< "main", or the case of a check; see entry.h */
    uint32_t nracy;        /**< how many of profile.racy are in force; UINT32_MAX: all that are known */
    bool targeted;         /**< every failure but `target` is passed over */
    struct outcome target; /**< see outcome.h for which are the same */
    uint32_t nschedule;
    uint16_t schedule[DECISIONS_MAX]; /**< for STRATEGY_REPLAY; as `decisions` below */
};

/** A thread as it is known across executions: its creator, and the how-manieth thread of that creator. */
struct thread_path {
    uint8_t creator;
    uint32_t index;
    uint32_t start_pc;  /**< first instruction of its function; 0: main */
    uint32_t create_pc; /**< where it was created */
    char name[16];      /**< pthread_setname_np(); "" */
};

/** A number of steps: the greatest of the last executions. Two windows of equal length, so that an outlier is
 *  forgotten. See strategies/profile.h. */
struct steps {
    uint16_t now, before;
};

/** An object that threads meet at, and how often each of them does. */
struct meeting_point {
    uint64_t address; /**< 0: the place in the table is free */
    bool modified;    /**< by somebody */
    bool listed;      /**< in profile.shared */
    uint8_t visitor;  /**< a thread that touches it */
    struct steps steps[THREADS_MAX];
};

/** What the executions so far have taught; strategies read it, and it survives a runner that dies. */
struct profile {
    uint32_t npaths;
    struct thread_path paths[THREADS_MAX]; /**< [0] is main */
    uint32_t steps_max;                    /**< of an execution so far */
    uint64_t learnt;                       /**< executions that it was learnt from */
    struct steps steps_of[THREADS_MAX];    /**< of a thread */
    uint32_t nobjects;
    struct meeting_point objects[OBJECTS_MAX]; /**< a hash table by address */
    uint32_t nshared;
    uint16_t shared[OBJECTS_MAX]; /**< places of those that two threads touch and one modifies */
    uint32_t nracy;               /**< in force in this execution */
    uint32_t nracy_found;
    uint32_t racy[RACY_MAX]; /**< places in the code that raced */
};

/** Whose memory an address is, if it is no variable with static storage: a local variable's. */
struct owner {
    uint64_t address;
    uint64_t frame; /**< where the frame begins that it lies in (DWARF's canonical frame address) */
    uint32_t pc;    /**< in the function of that frame */
    uint8_t thread; /**< whose stack it is */
};

/** Text that an execution printed. */
struct output {
    uint32_t length;
    bool cut; /**< it printed more */
    char bytes[OUTPUT_MAX];
};

/** What executions without a failure printed: each different text once. */
struct outputs {
    uint32_t count;
    uint32_t nbytes;
    bool cut; /**< there were more, or longer ones */
    struct printed {
        uint64_t executions; /**< that printed it */
        uint32_t from, length;
    } printed[OUTPUTS_MAX];
    char bytes[OUTPUTS_BYTES];
};

struct blackbox {
    struct plan plan;  /**< driver writes, while the runner waits */
    uint64_t answered; /**< number of the plan that was carried out last, written when all else is. Another
                            one: the runner has lost its way to here, since learner code overwrote it */
    struct outcome outcome; /**< of the last execution */
    struct profile profile; /**< runner writes; the driver may add to `racy` while it waits */

    uint64_t executions; /**< of this plan; the counters are the runner's */
    uint64_t steps;
    uint64_t accesses;  /**< plain ones */
    uint64_t cut;       /**< executions stopped at max_steps */
    uint64_t redundant; /**< executions that DPOR left, since they could show nothing new */
    uint64_t distinct;  /**< different traces, of the whole run */
    bool bounded;       /**< ICB: more preemptions would allow more executions */
    bool exhausted;     /**< the strategy has nothing left to try */
    bool given_up; /**< the strategy left out something: tables were full, or the program is not determined */
    bool timed_out;         /**< the deadline ended the plan */
    bool weak_atomics;      /**< a relaxed, acquire or release atomic ran: `scope` needs a word about it */
    bool shadow_full;       /**< some accesses were not recorded */
    bool approximate;       /**< something ran whose model is not exact: never `complete` */
    uint32_t warnings;      /**< enum warning, or-ed */
    struct outputs outputs; /**< of the whole run */
    uint32_t diverged_at;   /**< replay: number of the decision that did not fit, from 1; 0: none */

    // The execution at hand, overwritten by the next.
    uint32_t nevents;
    uint32_t ndecisions;
    struct event events[EVENTS_MAX];
    uint32_t frames[EVENTS_MAX]
                   [FRAMES_MAX];       /**< return addresses, innermost first, 0 ends; while plan.tell */
    uint16_t decisions[DECISIONS_MAX]; /**< a thread, or DECISION_CHOICE | value */
    uint32_t nowners;
    struct owner owners[OWNERS_MAX];     /**< while plan.tell */
    uint64_t thread_locals[THREADS_MAX]; /**< [thread]: where its thread-local variables lie, so far */
    uint64_t thread_local_bytes;
    struct output out, err;
    struct output in;       /**< what the program reads; the driver writes it before the runner starts */
    struct output expected; /**< what it should print, if plan.compare; the driver writes it, too */
    uint32_t nblocks;
    struct block blocks[BLOCKS_TOLD_MAX]; /**< the first that were allocated; while plan.tell */
};
