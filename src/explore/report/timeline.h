/** @file timeline.h
 *  @brief The failing execution as rows: what text and SVG draw. One row a step, long runs folded. */
#pragma once

#include "explore/report/report.h"

enum { TIMELINE_ROWS_MAX = 40 };

/** What a thread does while another one has the row. */
enum presence {
    PRESENCE_NONE,    /**< not created yet, or ended */
    PRESENCE_READY,   /**< could go on */
    PRESENCE_WAITING, /**< for a lock, a thread, a time … */
};

/** One row. */
struct row {
    char *place; /**< "bank.c:14", or "" */
    char *text;  /**< "reads `counter` (0)", without the thread */
    unsigned thread;
    uint64_t time_ns; /**< virtual time */
    bool bad;         /**< it is part of what went wrong */
    uint32_t first;   /**< its event; of a folded row the first */
    uint32_t last; /**< its event; of a folded row the last. The number of events for what came after all */
};

struct timeline {
    const struct report *report;
    struct row *rows;
    size_t nrows;
    bool has_time; /**< virtual time passes: worth a margin */
    bool one_file; /**< all rows are of one: its name would tell nothing */
};

/** @brief Makes the rows of the execution that the report shows. Aborts when memory is short. */
void timeline_init(struct timeline *out, const struct report *r);

void timeline_deinit(struct timeline *t);

/** @brief What a thread does at a row that is not its own. */
enum presence timeline_presence(const struct timeline *t, const struct row *row, unsigned thread);

/** @brief Whether a thread has a row. */
bool timeline_shows(const struct timeline *t, unsigned thread);

/** @brief Adds the place of a row: "bank.c:14", or "line 14" where there is but one file. */
void timeline_add_place(const struct timeline *t, const struct row *row, struct text *out);

/** @brief Adds the rows as a table of at most 80 columns: one column a thread. */
void timeline_text(const struct timeline *t, struct text *out);

/** @brief Adds the rows as an SVG: one lane a thread. The same as text stands in its description. */
void timeline_svg(const struct timeline *t, struct text *out);
