/** @file sanitizer.h
 *  @brief Reads what AddressSanitizer, UndefinedBehaviorSanitizer and LeakSanitizer report (gcc 12, clang 14)
 *         and says it in a sentence.
 *
 *  With gcc the reports of UndefinedBehaviorSanitizer go to standard error whatever log_path says, so give
 *  the log and, if that holds none, what the case printed. Run with
 *  ASAN_OPTIONS=detect_stack_use_after_return=1 and UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1. */
#pragma once

#include "judge/evidence/frames.h"

#include <stdbool.h>
#include <stddef.h>

/** One report, the first in the log. Release with sanitizer_report_deinit(). */
struct sanitizer_report {
    char *kind;              /**< "heap-use-after-free", "signed-integer-overflow", "leak"… */
    char *sentence;          /**< what the program does, after its name: "reads memory that was freed" */
    bool is_leak;            /**< the verdict: leak, else crash */
    int thread;              /**< the sanitizer's number of the thread, 0 is main; -1: not said */
    char *variable;          /**< the variable whose memory it is; NULL: not known */
    struct frames at;        /**< where it happens; of a leak: where the first lost memory came from */
    struct frames freed;     /**< where the memory was freed; may be empty */
    struct frames allocated; /**< where the memory came from; may be empty */
    struct frames owner;     /**< of a variable on a stack: the function that it is in; may be empty */
    size_t leaked_bytes;     /**< in all, of a leak */
    size_t leaked_blocks;
};

/** @brief Reads the first report in a log. Frames are reduced to the learner's and the check's
 *  (frames_reduce()). Where the sanitizer had no symbolizer and printed `(program+0x1234)`, the program's own
 *  line table is asked.
 *  @param log  any bytes; a report that breaks off gives what is there
 *  @return 0; ENOENT: there is no report in it */
int sanitizer_parse(const char *log, size_t length, const struct frame_owners *owners,
                    struct sanitizer_report *out);

/** @brief Adds the report as lines of text: the sentence with its place, then where the memory was freed
 *  and allocated. No newline after the last. */
void sanitizer_describe(const struct sanitizer_report *report, struct text *out);

void sanitizer_report_deinit(struct sanitizer_report *report);
