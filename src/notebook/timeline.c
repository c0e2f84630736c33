#include "notebook/timeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LANES_MAX = 64, BARS_MAX = 2000, DEPTH_MAX = 16 };

// The lanes while events are read: which of a lane's bars are open.
struct reader {
    struct timeline *t;
    int numbers[LANES_MAX]; // the lane's number in the events
    size_t open[LANES_MAX][DEPTH_MAX];
    size_t depth[LANES_MAX];
    long long first_ns, last_ns;
};

// LANES_MAX: there is no room for a further one.
static size_t lane_of(struct reader *r, int number)
{
    struct timeline *t = r->t;
    for (size_t k = 0; k < t->nlanes; k++)
        if (r->numbers[k] == number)
            return k;
    if (t->nlanes == LANES_MAX)
        return LANES_MAX;
    r->numbers[t->nlanes] = number;
    t->lanes[t->nlanes] = text_format("thread %d", number);
    return t->nlanes++;
}

static struct timeline_bar *add_bar(struct reader *r, size_t lane, const char *name, long long at)
{
    struct timeline *t = r->t;
    if (t->nbars == BARS_MAX)
        return NULL;
    t->bars[t->nbars] = (struct timeline_bar){
        .lane = lane, .depth = r->depth[lane], .name = strdup(name), .from_ns = at, .to_ns = at};
    return &t->bars[t->nbars++];
}

static void begin(struct reader *r, size_t lane, const char *name, long long at)
{
    struct timeline_bar *bar = r->depth[lane] < DEPTH_MAX ? add_bar(r, lane, name, at) : NULL;
    if (bar) {
        bar->to_ns = -1;
        r->open[lane][r->depth[lane]++] = r->t->nbars - 1;
    }
}

static void end(struct reader *r, size_t lane, long long at)
{
    if (r->depth[lane])
        r->t->bars[r->open[lane][--r->depth[lane]]].to_ns = at;
}

static void take_event(struct reader *r, char kind, int number, long long ns, const char *name)
{
    const size_t lane = lane_of(r, number);
    if (lane == LANES_MAX)
        return;
    if (kind == 'N') {
        free(r->t->lanes[lane]);
        r->t->lanes[lane] = strdup(name);
        return;
    }
    if (r->first_ns < 0)
        r->first_ns = ns;
    r->last_ns = ns > r->last_ns ? ns : r->last_ns;
    const long long at = ns - r->first_ns;
    struct timeline_bar *mark;
    switch (kind) {
    case 'B': begin(r, lane, name, at); break;
    case 'E': end(r, lane, at); break;
    case 'M':
        mark = add_bar(r, lane, name, at);
        if (mark)
            mark->is_mark = 1;
        break;
    default: break;
    }
}

void timeline_read(const char *events, struct timeline *out)
{
    *out = (struct timeline){0};
    struct reader r = {.t = out, .first_ns = -1};
    out->lanes = calloc(LANES_MAX, sizeof *out->lanes);
    out->bars = calloc(BARS_MAX, sizeof *out->bars);
    if (!out->lanes || !out->bars)
        abort();
    while (*events) {
        const size_t length = strcspn(events, "\n");
        char kind, name[128] = "";
        int number;
        long long ns;
        char *line = strndup(events, length);
        if (line && sscanf(line, "%c %d %lld %127[^\n]", &kind, &number, &ns, name) >= 3)
            take_event(&r, kind, number, ns, name);
        free(line);
        events += length + (events[length] == '\n');
    }
    out->length_ns = r.first_ns < 0 ? 0 : r.last_ns - r.first_ns;
    for (size_t k = 0; k < out->nbars; k++)
        if (out->bars[k].to_ns < 0)
            out->bars[k].to_ns = out->length_ns;
}

void timeline_deinit(struct timeline *t)
{
    for (size_t k = 0; k < t->nlanes; k++)
        free(t->lanes[k]);
    for (size_t k = 0; k < t->nbars; k++)
        free(t->bars[k].name);
    free(t->lanes);
    free(t->bars);
    *t = (struct timeline){0};
}

void timeline_add_time(long long ns, long long whole_ns, struct text *out)
{
    const double value = (double)ns;
    if (whole_ns >= 1000000000)
        text_addf(out, "%.3f s", value / 1e9);
    else if (whole_ns >= 1000000)
        text_addf(out, "%.3f ms", value / 1e6);
    else
        text_addf(out, "%.1f µs", value / 1e3);
}

// A bar in a name would end the cell of the table.
static void add_cell(struct text *out, const char *name)
{
    for (; *name; name++)
        text_addf(out, *name == '|' ? "\\%c" : "%c", *name);
    text_add(out, " | ");
}

void timeline_table(const struct timeline *t, struct text *out)
{
    text_add(out, "| who | what | from | to |\n|---|---|---|---|\n");
    for (size_t k = 0; k < t->nbars; k++) {
        const struct timeline_bar *bar = &t->bars[k];
        text_add(out, "| ");
        add_cell(out, t->lanes[bar->lane]);
        add_cell(out, bar->name);
        timeline_add_time(bar->from_ns, t->length_ns, out);
        text_add(out, " | ");
        if (!bar->is_mark)
            timeline_add_time(bar->to_ns, t->length_ns, out);
        text_add(out, " |\n");
    }
}
