/** @file trace_file.h
 *  @brief An execution as a file: one line of JSON for what it was, one for each step, one for its end.
 *
 *  A replay follows the threads (`t`) and choices (`c`); the rest says what each step is, for a person, and
 * lets a replay notice that the program is another one by now. Equal seeds give equal bytes. */
#pragma once

#include "explore/driver/drive.h"
#include "explore/report/report.h"

/** A trace that was read: what to replay, and the steps to compare with. */
struct trace_file {
    struct replay replay;
    char **steps; /**< "op object place" of each step */
    size_t nsteps;
};

/** @brief Adds the execution in the black box as a trace.
 *  @return 0; ENOMEM */
int trace_file_text(const struct report *r, struct text *out);

/** @brief Writes the execution in the black box to options->trace_out.
 *  @return 0; what writing a file gives; ENOMEM */
int trace_file_write(const struct report *r);

/** @brief Reads a trace. Release with trace_file_deinit(), also after an error.
 *  @param[out] why  on EINVAL: what is wrong, with the line; owned by the caller
 *  @return 0; EINVAL: it is no trace; what reading a file gives; ENOMEM */
int trace_file_read(const char *path, struct trace_file *out, char **why);

/** @brief Compares the execution in the black box with the trace that it replayed.
 *  @param[out] why  on false: the first step that differs
 *  @return whether it is the same execution */
bool trace_file_fits(const struct trace_file *file, const struct report *r, struct text *why);

void trace_file_deinit(struct trace_file *file);
