/** @file timeline.h
 *  @brief Who did what when: the events that workbook/timeline.h writes, as a figure and as a table. */
#pragma once

#include "common/text.h"

#include <stddef.h>

/** Something with a beginning and an end, or a mark at one moment. */
struct timeline_bar {
    size_t lane;
    size_t depth; /**< how many others of its lane it is within */
    char *name;
    long long from_ns, to_ns; /**< since the first event; of a mark both are the same */
    int is_mark;
};

struct timeline {
    char **lanes; /**< the names, in the order of their first events; nlanes of them */
    size_t nlanes;
    struct timeline_bar *bars; /**< in the order in which they began; nbars of them */
    size_t nbars;
    long long length_ns; /**< from the first event to the last */
};

/** @brief Reads events. Lines that are none are passed over: a crash may cut the last one short. What was
 * begun and never ended lasts until the last event.
 *  @param[out] out  owned by the caller: timeline_deinit(); without bars if there were no events
 *  @threads any */
void timeline_read(const char *events, struct timeline *out);

void timeline_deinit(struct timeline *t);

/** @brief The figure: a lane for each thread; fits light and dark pages; needs no script. */
void timeline_svg(const struct timeline *t, const char *title, struct text *out);

/** @brief The same as rows of a Markdown table: who, what, from, to. */
void timeline_table(const struct timeline *t, struct text *out);

/** @brief A time in the unit that suits @p whole_ns: "1.25 ms". */
void timeline_add_time(long long ns, long long whole_ns, struct text *out);

/** @brief Adds text for XML: the five characters that mean something there become entities. */
void timeline_add_xml(struct text *out, const char *s);
