/** @file report.h
 *  @brief What a reader, or a machine, is told about an exploration. */
#pragma once

#include "common/text.h"
#include "explore/build/build.h"
#include "explore/driver/drive.h"
#include "explore/driver/options.h"
#include "explore/report/names.h"

/** All that there is to tell. `box` and `names` are NULL where nothing ran. */
struct report {
    const struct options *options;
    const struct build *build;
    const struct exploration *exploration;
    const struct blackbox *box;
    struct names *names;
};

/** @brief Adds the report for a person: summary, witness, what the result does not cover. */
void report_text(const struct report *r, struct text *out);

/** @brief Adds the JSON object, on one line. */
void report_json(const struct report *r, struct text *out);

/** @brief Adds a drawing of the failing execution; nothing if there is none. */
void report_svg(const struct report *r, struct text *out);
