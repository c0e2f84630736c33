/** @file progress.h
 *  @brief The line that tells how far a class is, and when it will be done. */
#pragma once

#include <stddef.h>

enum { PROGRESS_VERDICTS = 16 };

struct progress {
    const char *path; /**< where each pair adds a line with its verdict */
    size_t total, done;
    long read;    /**< bytes of the file that were read so far */
    double start; /**< seconds on the monotonic clock */
    int terminal; /**< else only the last line is printed */
    struct {
        char verdict[32];
        size_t count;
    } counts[PROGRESS_VERDICTS];
};

void progress_open(struct progress *p, const char *path, size_t total);

/** @brief Reads what is new, and draws the line if it is on a terminal. */
void progress_show(struct progress *p);

/** @brief Prints the last state as a line that stays. @return how many are done */
size_t progress_close(struct progress *p);
