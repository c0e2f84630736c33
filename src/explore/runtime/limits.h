/** @file limits.h
 *  @brief How large things may become. All tables are fixed: the runtime never allocates while learner code
 * runs. */
#pragma once

enum {
    THREADS_MAX = 256,    /**< threads of one execution, main included; `--max-threads` may ask for fewer */
    EVENTS_MAX = 1 << 17, /**< steps of one execution; `--max-steps` may ask for fewer */
    DECISIONS_MAX = 1 << 18, /**< picks and choices of one execution */
    FRAMES_MAX = 6,          /**< return addresses kept for an event */
    SYNCS_MAX = 8192,        /**< mutexes, condition variables … of one execution */
    RACY_MAX = 256,          /**< places in the code that are known to race */
    OBJECTS_MAX = 256,       /**< objects whose steps are counted, for strategies that choose among objects */
    HELD_MAX = 32,           /**< locks that one thread holds at once */
    OWNERS_MAX = 1024,       /**< addresses without a name of their own, in the execution that is shown */
    WAITS_MAX = 64,          /**< threads told about in a deadlock */
    TEXT_MAX = 512,          /**< bytes of one message from the runner */
    BLOCKS_TOLD_MAX = 4096,  /**< blocks of the heap that a report can name */
    OUTPUTS_MAX = 256,       /**< different outputs that are kept … */
    OUTPUTS_BYTES = 1 << 16, /**< … and their bytes in all */
    OUTPUT_MAX = 1 << 20,    /**< bytes that one execution may print on each stream */
};
