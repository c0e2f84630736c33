/** @file frames.h
 *  @brief The frames of a call stack, and whose they are. */
#pragma once

#include "common/catalogue.h"
#include "common/text.h"

#include <stddef.h>

enum {
    FRAMES_MAX = 64 /**< of one stack; deeper ones are dropped */
};

/** Who wrote the function. */
enum frame_owner {
    FRAME_OTHER,   /**< a library, or the judge */
    FRAME_LEARNER, /**< the submission */
    FRAME_CHECK    /**< the check */
};

/** One call. */
struct frame {
    char *function; /**< NULL: not known */
    char *file;     /**< NULL: not known; else as the owner's list names it, or as the line table does */
    int line;       /**< from 1; 0: not known */
    int column;     /**< from 1; 0: not known, or not asked for */
    enum frame_owner owner;
};

/** The calls of a stack, innermost first. Start with `= {0}`; release with frames_deinit(). */
struct frames {
    struct frame *items; /**< `count` of them */
    size_t count;
};

/** Which source files are whose; a NULL list is empty. A file is meant if the paths are equal or one ends
 *  with the other. */
struct frame_owners {
    names learner;
    names check;
};

/** @brief Adds a call below those that are there; beyond FRAMES_MAX: no effect. Texts are copied. */
void frames_add(struct frames *frames, const struct frame_owners *owners, const char *function,
                const char *file, int line);

/** @brief The innermost frame that the learner wrote; NULL: none. */
const struct frame *frames_learner(const struct frames *frames);

/** @brief Removes what is neither the learner's nor the check's, and calls that repeat the one before them;
 *  if nothing of theirs is there, the innermost three stay. */
void frames_reduce(struct frames *frames);

/** @brief Adds "deposit (bank.c:14)". */
void frame_describe(const struct frame *frame, struct text *out);

/** @brief Adds "deposit (bank.c:14), called from work (bank.c:20)". */
void frames_describe(const struct frames *frames, struct text *out);

void frames_deinit(struct frames *frames);
