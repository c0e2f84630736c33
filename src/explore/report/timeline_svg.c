// The rows as a drawing: a lane for each thread from top to bottom, a box for each step, a bar while a lock
// is held, arrows where one thread lets another go on, and a red bracket around what went wrong. No scripts
// and no fonts of its own; light and dark as the page is.
#include "explore/report/story.h"
#include "explore/report/timeline.h"

#include <string.h>

enum {
    LANE = 220,
    ROW = 28,
    LEFT = 150,
    TOP = 56,
    BOX = 190,
    BOX_HEIGHT = 20,
    LANES_MAX = 16,
    LABEL_MAX = 24,
    COLOURS = 4
};

struct drawing {
    const struct timeline *timeline;
    const struct blackbox *box;
    unsigned nlanes;
    unsigned thread[LANES_MAX]; // of a lane
    unsigned nlocks;
    uint64_t locks[COLOURS * 4]; // in the order in which they were first taken: it chooses their colour
};

static void add_escaped(struct text *out, const char *s, size_t columns)
{
    for (size_t n = 0; *s; s++) {
        n += ((unsigned char)*s & 0xc0) != 0x80;
        if (n > columns) {
            text_add(out, "…");
            return;
        }
        switch (*s) {
        case '<': text_add(out, "&lt;"); break;
        case '>': text_add(out, "&gt;"); break;
        case '&': text_add(out, "&amp;"); break;
        case '"': text_add(out, "&quot;"); break;
        case '`': break; // a name needs no quotes here
        default: text_add_bytes(out, s, 1);
        }
    }
}

static unsigned lane_of(const struct drawing *d, unsigned thread)
{
    unsigned lane = 0;
    while (lane < d->nlanes && d->thread[lane] != thread)
        lane++;
    return lane;
}

static unsigned x_of(const struct drawing *d, unsigned thread)
{
    return LEFT + lane_of(d, thread) * LANE;
}

static unsigned y_of(size_t row)
{
    return TOP + (unsigned)row * ROW;
}

static const struct event *event_of(const struct drawing *d, const struct row *row)
{
    return row->first == row->last && row->first < d->box->nevents ? &d->box->events[row->first] : NULL;
}

static void add_style(struct text *out)
{
    text_add(out, "<style>\n"
                  "text { font: 12px ui-monospace, monospace; fill: #1b1f24; }\n"
                  ".dim { fill: #6a737d; }\n"
                  ".lane { stroke: #c8ccd1; stroke-dasharray: 2 4; }\n"
                  ".waits { stroke: #c8862a; stroke-width: 2; }\n"
                  ".step { fill: #eef2f7; stroke: #8c959f; }\n"
                  ".bad { fill: #ffe3e3; stroke: #c92a2a; stroke-width: 2; }\n"
                  ".bracket { fill: none; stroke: #c92a2a; stroke-width: 2; }\n"
                  ".arrow { fill: none; stroke: #57606a; }\n"
                  ".tip { fill: #57606a; }\n"
                  ".lock0 { fill: #2f7ed8; } .lock1 { fill: #2b8a3e; } .lock2 { fill: #9c36b5; } "
                  ".lock3 { fill: #b35c00; }\n"
                  "@media (prefers-color-scheme: dark) {\n"
                  "text { fill: #e6edf3; } .dim { fill: #9198a1; } .lane { stroke: #444c56; }\n"
                  ".step { fill: #21262d; stroke: #6e7681; } .bad { fill: #4a1a1a; stroke: #ff6b6b; }\n"
                  ".bracket { stroke: #ff6b6b; } .arrow { stroke: #9198a1; } .tip { fill: #9198a1; }\n"
                  "}\n</style>\n");
}

static void add_lanes(const struct drawing *d, struct text *out)
{
    const struct report *r = d->timeline->report;
    for (unsigned lane = 0; lane < d->nlanes; lane++) {
        const unsigned thread = d->thread[lane], x = x_of(d, thread);
        struct text name = {0};
        story_thread(r, thread, &name);
        text_addf(out, "<text x=\"%u\" y=\"18\">", x + 8);
        add_escaped(out, text_string(&name), LABEL_MAX);
        text_addf(out, "</text>\n<text class=\"dim\" x=\"%u\" y=\"36\">", x + 8);
        if (thread)
            add_escaped(out, names_function(r->names, r->box->profile.paths[thread].start_pc), LABEL_MAX);
        text_addf(out, "</text>\n<line class=\"lane\" x1=\"%u\" y1=\"%u\" x2=\"%u\" y2=\"%u\"/>\n",
                  x + BOX / 2, TOP - 8, x + BOX / 2, y_of(d->timeline->nrows));
        text_deinit(&name);
    }
}

// While a thread waits, its lane is a solid line.
static void add_waits(const struct drawing *d, struct text *out)
{
    for (size_t i = 0; i < d->timeline->nrows; i++) {
        const struct row *row = &d->timeline->rows[i];
        for (unsigned lane = 0; lane < d->nlanes; lane++) {
            const unsigned x = x_of(d, d->thread[lane]) + BOX / 2;
            if (d->thread[lane] != row->thread &&
                timeline_presence(d->timeline, row, d->thread[lane]) == PRESENCE_WAITING)
                text_addf(out, "<line class=\"waits\" x1=\"%u\" y1=\"%u\" x2=\"%u\" y2=\"%u\"/>\n", x,
                          y_of(i) - 4, x, y_of(i) + ROW - 4);
        }
    }
}

static void add_step(const struct drawing *d, size_t i, struct text *out)
{
    const struct row *row = &d->timeline->rows[i];
    const unsigned x = x_of(d, row->thread), y = y_of(i);
    struct text thread = {0};
    story_thread(d->timeline->report, row->thread, &thread);
    text_addf(out, "<g><title>");
    add_escaped(out, text_string(&thread), SIZE_MAX);
    text_add(out, " ");
    add_escaped(out, row->text, SIZE_MAX);
    text_addf(out, "%s", row->place[0] ? " at " : "");
    add_escaped(out, row->place, SIZE_MAX);
    text_addf(out, "</title><rect class=\"%s\" x=\"%u\" y=\"%u\" width=\"%d\" height=\"%d\" rx=\"4\"/>",
              row->bad ? "bad" : "step", x, y, BOX, BOX_HEIGHT);
    text_addf(out, "<text x=\"%u\" y=\"%u\">", x + 6, y + 14);
    add_escaped(out, row->text, LABEL_MAX);
    text_add(out, "</text></g>\n");
    text_deinit(&thread);
    text_addf(out, "<text class=\"dim\" x=\"4\" y=\"%u\">", y + 14);
    struct text place = {0};
    timeline_add_place(d->timeline, row, &place);
    add_escaped(out, text_string(&place), LEFT / 8);
    text_add(out, "</text>\n");
    text_deinit(&place);
}

static bool takes(const struct event *e)
{
    const bool lock = e->op == OP_LOCK || e->op == OP_TRYLOCK || e->op == OP_TIMEDLOCK ||
                      e->op == OP_READ_LOCK || e->op == OP_WRITE_LOCK;
    return (lock && !(e->flags & EVENT_FAILED)) || e->op == OP_WAIT_END;
}

static bool gives(const struct event *e)
{
    return e->op == OP_UNLOCK || e->op == OP_RW_UNLOCK || e->op == OP_WAIT_BEGIN;
}

// The lock that is taken or given: of a wait it is the second object.
static uint64_t lock_of(const struct event *e)
{
    return e->op == OP_WAIT_BEGIN || e->op == OP_WAIT_END ? e->object2 : e->address;
}

static unsigned colour_of(struct drawing *d, uint64_t lock)
{
    unsigned i = 0;
    while (i < d->nlocks && d->locks[i] != lock)
        i++;
    if (i == d->nlocks && i < sizeof d->locks / sizeof *d->locks)
        d->locks[d->nlocks++] = lock;
    return i;
}

// A bar beside the lane, from the step that takes the lock to the one that gives it back.
static void add_bar(struct drawing *d, size_t i, struct text *out)
{
    const struct event *e = event_of(d, &d->timeline->rows[i]);
    if (!e || !takes(e))
        return;
    size_t end = i + 1;
    for (; end < d->timeline->nrows; end++) {
        const struct event *other = event_of(d, &d->timeline->rows[end]);
        if (other && other->thread == e->thread && gives(other) && lock_of(other) == lock_of(e))
            break;
    }
    const unsigned colour = colour_of(d, lock_of(e));
    text_addf(out, "<g><title>");
    struct text words = {0};
    story_thread(d->timeline->report, e->thread, &words);
    text_add(&words, " holds ");
    story_object(d->timeline->report, lock_of(e), &words);
    add_escaped(out, text_string(&words), SIZE_MAX);
    text_deinit(&words);
    text_addf(out, "</title><rect class=\"lock%u\" x=\"%u\" y=\"%u\" width=\"4\" height=\"%u\"/></g>\n",
              colour % COLOURS, x_of(d, e->thread) - 6 - 6 * (colour % COLOURS), y_of(i),
              y_of(end) - y_of(i) - ROW + BOX_HEIGHT);
}

// Whether step @p b could only come because of step @p a of another thread.
static bool lets_go_on(const struct event *a, const struct event *b)
{
    if (a->thread == b->thread)
        return false;
    if (a->op == OP_CREATE)
        return a->other == b->thread;
    if (b->op == OP_JOIN)
        return a->thread == b->other;
    if (b->op == OP_WAIT_END)
        return (a->op == OP_SIGNAL || a->op == OP_BROADCAST) && a->address == b->address &&
               !(a->flags & EVENT_FAILED);
    if (b->op == OP_SEM_WAIT)
        return a->op == OP_SEM_POST && a->address == b->address;
    return takes(b) && gives(a) && lock_of(a) == lock_of(b);
}

static bool is_first(const struct drawing *d, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (d->timeline->rows[k].thread == d->timeline->rows[i].thread)
            return false;
    return true;
}

// The nearest step before that let this one go on, if there is one. Who creates a thread lets its first step
// go on.
static void add_arrow(const struct drawing *d, size_t i, struct text *out)
{
    const struct event *to = event_of(d, &d->timeline->rows[i]);
    for (size_t k = i; to && k-- > 0;) {
        const struct event *from = event_of(d, &d->timeline->rows[k]);
        if (!from || !lets_go_on(from, to) || (from->op == OP_CREATE && !is_first(d, i)))
            continue;
        const bool right = lane_of(d, to->thread) > lane_of(d, from->thread);
        const unsigned x1 = x_of(d, from->thread) + (right ? BOX : 0),
                       x2 = x_of(d, to->thread) + (right ? 0 : BOX);
        text_addf(out, "<path class=\"arrow\" marker-end=\"url(#tip)\" d=\"M%u %u L%u %u\"/>\n", x1,
                  y_of(k) + BOX_HEIGHT / 2, x2, y_of(i) + BOX_HEIGHT / 2);
        return;
    }
}

static void add_bracket(const struct drawing *d, struct text *out)
{
    size_t first = d->timeline->nrows, last = 0;
    for (size_t i = 0; i < d->timeline->nrows; i++) {
        if (!d->timeline->rows[i].bad)
            continue;
        first = first < i ? first : i;
        last = i;
    }
    if (first >= last)
        return;
    const unsigned x = LEFT + d->nlanes * LANE - 12;
    text_addf(out, "<path class=\"bracket\" d=\"M%u %u h8 V%u h-8\"/>\n", x, y_of(first) + BOX_HEIGHT / 2,
              y_of(last) + BOX_HEIGHT / 2);
}

static void add_head(const struct drawing *d, struct text *out)
{
    struct text summary = {0}, table = {0};
    story_summary(d->timeline->report, &summary);
    timeline_text(d->timeline, &table);
    const unsigned width = LEFT + d->nlanes * LANE, height = y_of(d->timeline->nrows) + 8;
    text_addf(out,
              "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %u %u\" width=\"%u\" height=\"%u\" "
              "role=\"img\" "
              "aria-labelledby=\"title desc\">\n<title id=\"title\">",
              width, height, width, height);
    add_escaped(out, text_string(&summary), SIZE_MAX);
    text_add(out, "</title>\n<desc id=\"desc\">");
    add_escaped(out, text_string(&table), SIZE_MAX);
    text_add(out, "</desc>\n");
    add_style(out);
    text_add(out, "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" "
                  "markerHeight=\"7\" "
                  "orient=\"auto\"><path class=\"tip\" d=\"M0 0 L8 4 L0 8 z\"/></marker></defs>\n");
    text_deinit(&summary);
    text_deinit(&table);
}

void timeline_svg(const struct timeline *t, struct text *out)
{
    struct drawing d = {.timeline = t, .box = t->report->box};
    for (unsigned thread = 0; thread < d.box->profile.npaths && d.nlanes < LANES_MAX; thread++)
        if (timeline_shows(t, thread))
            d.thread[d.nlanes++] = thread;
    add_head(&d, out);
    add_lanes(&d, out);
    add_waits(&d, out);
    for (size_t i = 0; i < t->nrows; i++)
        add_bar(&d, i, out);
    for (size_t i = 0; i < t->nrows; i++)
        if (lane_of(&d, t->rows[i].thread) < d.nlanes)
            add_step(&d, i, out);
    for (size_t i = 0; i < t->nrows; i++)
        add_arrow(&d, i, out);
    add_bracket(&d, out);
    text_add(out, "</svg>\n");
}
