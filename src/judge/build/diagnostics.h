/** @file diagnostics.h
 *  @brief What the compiler says, cut down to the learner's file. */
#pragma once

#include "common/text.h"

#include <stddef.h>

enum {
    DIAGNOSTICS_ERRORS = 20,    /**< most errors shown */
    DIAGNOSTICS_BYTES = 8 << 10 /**< most bytes shown, before the closing line */
};

/** @brief Keeps the messages whose place is in the learner's file, each with its notes and source lines;
 *  if there is none, all (the fault may be elsewhere and must not be hidden). Colours stay. A closing
 *  line says how much was cut.
 *  @param output  the compiler's standard error (gcc or clang, also with -fdiagnostics-color=always)
 *  @param source  the learner's file, as the compiler was given it
 *  @param shown   the name to print in its place
 *  @param[in,out] out  grows by the result
 *  @threads any */
void diagnostics_trim(const char *output, size_t length, const char *source, const char *shown,
                      struct text *out);
