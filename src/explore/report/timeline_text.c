// The rows as a table for a terminal and for a page: one column a thread, at most 80 columns wide.
#include "explore/report/story.h"
#include "explore/report/timeline.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 80, GAP = 2, COLUMN_MIN = 9, COLUMNS_MAX = 16, PLACE_MAX = 24 };

struct table {
    const struct timeline *timeline;
    size_t place, time; // widths of the margins; time 0: none
    unsigned ncolumns;
    unsigned thread[COLUMNS_MAX]; // of a column
    size_t width[COLUMNS_MAX];
    struct text label[COLUMNS_MAX], function[COLUMNS_MAX];
};

// Columns that a text takes: all the signs used here are one column wide.
static size_t width_of(const char *s, size_t bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < bytes; i++)
        n += ((unsigned char)s[i] & 0xc0) != 0x80;
    return n;
}

static size_t max(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void pad(struct text *out, size_t from, size_t to)
{
    for (; from < to; from++)
        text_add(out, " ");
}

static void add_cell(struct text *out, const char *s, size_t bytes, size_t width)
{
    text_add_bytes(out, s, bytes);
    pad(out, width_of(s, bytes), width);
}

// How many bytes of @p s go into one line of a cell: whole words, if there is more than one.
static size_t line_bytes(const char *s, size_t width)
{
    size_t fits = 0, i = 0;
    for (size_t columns = 0;; i++) {
        if (s[i] == ' ' || !s[i])
            fits = i;
        if (!s[i] || (columns += ((unsigned char)s[i] & 0xc0) != 0x80) > width)
            break;
    }
    return fits ? fits : i;
}

static size_t natural_width(const struct timeline *t, unsigned thread)
{
    size_t width = COLUMN_MIN;
    for (size_t i = 0; i < t->nrows; i++)
        if (t->rows[i].thread == thread)
            width = max(width, width_of(t->rows[i].text, strlen(t->rows[i].text)));
    return width;
}

static size_t total(const struct table *t)
{
    size_t width = 2 + (t->time ? t->time + GAP : 0) + t->place;
    for (unsigned c = 0; c < t->ncolumns; c++)
        width += GAP + t->width[c];
    return width;
}

// The widest column gives way until all fit. False: there are too many.
static bool squeeze(struct table *t)
{
    while (total(t) > WIDTH) {
        unsigned widest = 0;
        for (unsigned c = 1; c < t->ncolumns; c++)
            if (t->width[c] > t->width[widest])
                widest = c;
        if (t->width[widest] <= COLUMN_MIN)
            return false;
        t->width[widest]--;
    }
    return true;
}

static void measure_margins(struct table *t)
{
    for (size_t i = 0; i < t->timeline->nrows; i++) {
        struct text place = {0};
        timeline_add_place(t->timeline, &t->timeline->rows[i], &place);
        t->place = max(t->place, width_of(text_string(&place), place.length));
        text_deinit(&place);
    }
    if (t->place > PLACE_MAX)
        t->place = PLACE_MAX;
    t->time = t->timeline->has_time ? strlen("10.000 s") : 0;
}

static bool measure(struct table *t)
{
    const struct report *r = t->timeline->report;
    measure_margins(t);
    for (unsigned thread = 0; thread < r->box->profile.npaths; thread++) {
        if (!timeline_shows(t->timeline, thread))
            continue;
        if (t->ncolumns == COLUMNS_MAX)
            return false;
        const unsigned c = t->ncolumns++;
        t->thread[c] = thread;
        story_thread(r, thread, &t->label[c]);
        if (thread)
            text_add(&t->function[c], names_function(r->names, r->box->profile.paths[thread].start_pc));
        t->width[c] = natural_width(t->timeline, thread);
    }
    return squeeze(t);
}

static void end_line(struct text *out)
{
    while (out->length && out->bytes[out->length - 1] == ' ')
        text_truncate(out, out->length - 1);
    text_add(out, "\n");
}

// The left margin of a line: mark, virtual time if it has moved, place.
static void add_margin(const struct table *t, const struct row *row, bool first, struct text *out)
{
    text_add(out, row && row->bad && first ? "✗ " : "  ");
    if (t->time) {
        char time[24] = "";
        const bool moved =
            row && first && (row == t->timeline->rows || row[-1].time_ns / 1000000 != row->time_ns / 1000000);
        if (moved)
            snprintf(time, sizeof time, "%.3f s", (double)row->time_ns / 1e9);
        text_addf(out, "%*s  ", (int)t->time, time);
    }
    struct text place = {0};
    if (row && first)
        timeline_add_place(t->timeline, row, &place);
    const size_t over = place.length > t->place ? place.length - t->place : 0;
    add_cell(out, text_string(&place) + over, place.length - over,
             t->place); // a long name loses its beginning
    text_deinit(&place);
}

static void add_header(const struct table *t, const struct text *words, struct text *out)
{
    add_margin(t, NULL, false, out);
    for (unsigned c = 0; c < t->ncolumns; c++) {
        const size_t bytes = line_bytes(text_string(&words[c]), t->width[c]);
        pad(out, 0, GAP);
        add_cell(out, text_string(&words[c]), bytes, t->width[c]);
    }
    end_line(out);
}

static const char *sign(const struct timeline *t, const struct row *row, unsigned thread)
{
    switch (timeline_presence(t, row, thread)) {
    case PRESENCE_WAITING: return "│";
    case PRESENCE_READY: return "·";
    default: return "";
    }
}

static void add_row(const struct table *t, const struct row *row, struct text *out)
{
    const char *rest = row->text;
    for (bool first = true; first || *rest; first = false) {
        add_margin(t, row, first, out);
        size_t bytes = 0;
        for (unsigned c = 0; c < t->ncolumns; c++) {
            const bool own = t->thread[c] == row->thread;
            const char *words = own ? rest : sign(t->timeline, row, t->thread[c]);
            if (own)
                bytes = line_bytes(rest, t->width[c]);
            pad(out, 0, GAP);
            add_cell(out, words, own ? bytes : strlen(words), t->width[c]);
        }
        end_line(out);
        rest += bytes;
        while (*rest == ' ')
            rest++;
    }
}

// With more threads than have room side by side: the thread's name, then what it does.
static void add_list(const struct table *t, struct text *out)
{
    for (size_t i = 0; i < t->timeline->nrows; i++) {
        const struct row *row = &t->timeline->rows[i];
        struct text name = {0};
        story_thread(t->timeline->report, row->thread, &name);
        add_margin(t, row, true, out);
        text_addf(out, "  %-5s %s", text_string(&name), row->text);
        end_line(out);
        text_deinit(&name);
    }
}

static void add_legend(const struct table *t, struct text *out)
{
    const bool waits = out->bytes && strstr(out->bytes, "│"), ready = out->bytes && strstr(out->bytes, "·");
    if (t->ncolumns < 2 || (!waits && !ready))
        return;
    text_addf(out, "  %s%s%s\n", waits ? "│ waits" : "", waits && ready ? "   " : "",
              ready ? "· could go on" : "");
}

void timeline_text(const struct timeline *timeline, struct text *out)
{
    struct table t = {.timeline = timeline};
    struct text body = {0};
    if (measure(&t)) {
        add_header(&t, t.label, &body);
        if (t.ncolumns > 1)
            add_header(&t, t.function, &body);
        for (size_t i = 0; i < timeline->nrows && t.ncolumns > 0;
             i++) // no column: the runner died before main
            add_row(&t, &timeline->rows[i], &body);
        add_legend(&t, &body);
    } else {
        add_list(&t, &body);
    }
    text_add(out, text_string(&body));
    text_deinit(&body);
    for (unsigned c = 0; c < t.ncolumns; c++) {
        text_deinit(&t.label[c]);
        text_deinit(&t.function[c]);
    }
}
