/** @file result.h
 *  @brief What came of building and running one cell, before it is compared with the page. */
#pragma once

#include "common/text.h"

#include <stdbool.h>

enum outcome {
    OUTCOME_OK,          /**< it did what a cell of its kind does; `output` holds */
    OUTCOME_UNAVAILABLE, /**< asks for something this workbook cannot do yet */
    OUTCOME_FAILED,      /**< does not compile, crashes, hangs, ends with the wrong status … */
    OUTCOME_NOT_RUN,     /**< a def above it failed, or the command was interrupted */
};

/** Start with `{0}`; release with result_deinit(). */
struct result {
    enum outcome outcome;
    bool cached;        /**< nothing was built or run for it */
    struct text output; /**< printable; as an output block would hold it */
    struct text why;    /**< unless it is OK: one or more lines, the first of them a sentence */
    struct text events; /**< of a timeline, as workbook/timeline.h writes them */
    struct text svg;    /**< of a plot, a picture, an exploration */
};

void result_deinit(struct result *r);
