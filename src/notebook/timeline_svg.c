// The figure of a timeline. Sizes are in the figure's own units; a page scales it to its width.
#include "notebook/timeline.h"

#include <string.h>

enum {
    WIDTH = 760,
    NAMES = 120, // room for the lanes' names
    RIGHT = 20,
    LANE = 38,
    BAR = 26,
    INSET = 4, // of a bar within a bar
    AXIS = 30,
    COLOURS = 6,
    TICKS = 5,
    LETTER = 7, // the width of one, roughly
};

static const char style[] =
    "<style>\n"
    ":root{color-scheme:light dark}\n"
    "text{font:13px system-ui,sans-serif;fill:#2b2f33}\n"
    ".lane{stroke:#d8d2c8}.tick{stroke:#e6e0d6}.small{font-size:11px;fill:#62686e}\n"
    ".bar{stroke:#fffdfa}.mark{stroke:#b3261e;stroke-width:2}\n"
    ".c0{fill:#9ec5f0}.c1{fill:#f6c79b}.c2{fill:#a5d8b5}.c3{fill:#e0b3dd}.c4{fill:#e8d98a}.c5{fill:#c3c8ce}\n"
    "@media (prefers-color-scheme:dark){\n"
    "text{fill:#e6e8ea}.lane{stroke:#4a4e52}.tick{stroke:#33373a}.small{fill:#a0a7ac}\n"
    ".bar{stroke:#1b1c1e}.mark{stroke:#ff9d94}\n"
    ".c0{fill:#2c5f96}.c1{fill:#8a5220}.c2{fill:#2d6b42}.c3{fill:#78467a}.c4{fill:#6d6120}.c5{fill:#565c62}\n"
    "}\n</style>\n";

void timeline_add_xml(struct text *out, const char *s)
{
    for (; *s; s++) {
        switch (*s) {
        case '&': text_add(out, "&amp;"); break;
        case '<': text_add(out, "&lt;"); break;
        case '>': text_add(out, "&gt;"); break;
        case '"': text_add(out, "&quot;"); break;
        case '\'': text_add(out, "&#39;"); break;
        default: text_add_bytes(out, s, 1);
        }
    }
}

static double x_of(const struct timeline *t, long long ns)
{
    const double whole = t->length_ns > 0 ? (double)t->length_ns : 1;
    return NAMES + (double)ns / whole * (WIDTH - NAMES - RIGHT);
}

// The same name has the same colour everywhere; names get colours in the order in which they come.
static size_t colour_of(const struct timeline *t, size_t bar)
{
    size_t colours = 0;
    for (size_t k = 0; k <= bar; k++) {
        size_t first = 0;
        while (strcmp(t->bars[first].name, t->bars[k].name))
            first++;
        if (!strcmp(t->bars[k].name, t->bars[bar].name))
            return colours % COLOURS;
        colours += first == k;
    }
    return 0;
}

static void add_title(const struct timeline *t, const struct timeline_bar *bar, struct text *out)
{
    text_add(out, "<title>");
    timeline_add_xml(out, t->lanes[bar->lane]);
    text_add(out, ": ");
    timeline_add_xml(out, bar->name);
    text_add(out, bar->is_mark ? ", at " : ", ");
    timeline_add_time(bar->from_ns, t->length_ns, out);
    if (!bar->is_mark) {
        text_add(out, " to ");
        timeline_add_time(bar->to_ns, t->length_ns, out);
    }
    text_add(out, "</title>");
}

static void add_bar(const struct timeline *t, size_t k, struct text *out)
{
    const struct timeline_bar *bar = &t->bars[k];
    const size_t deepest = (BAR - 8) / (2 * INSET);
    const size_t inset = INSET * (bar->depth < deepest ? bar->depth : deepest);
    const double x = x_of(t, bar->from_ns), y = (double)(bar->lane * LANE + (LANE - BAR) / 2 + inset);
    double width = x_of(t, bar->to_ns) - x;
    width = width < 1.5 ? 1.5 : width; // a bar that took no time is still to be seen
    text_add(out, "<g>");
    add_title(t, bar, out);
    if (bar->is_mark)
        text_addf(out, "<path class=\"mark\" d=\"M%.1f %.1fv%d\"/>", x, y - (double)inset, BAR);
    else
        text_addf(out,
                  "<rect class=\"bar c%zu\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%zu\" rx=\"3\"/>",
                  colour_of(t, k), x, y, width, BAR - 2 * inset);
    if (!bar->is_mark && !bar->depth && (double)(strlen(bar->name) * LETTER + 8) < width) {
        text_addf(out, "<text x=\"%.1f\" y=\"%.1f\">", x + 5, y + BAR / 2.0 + 4.5);
        timeline_add_xml(out, bar->name);
        text_add(out, "</text>");
    }
    text_add(out, "</g>\n");
}

// The step between ticks: 1, 2 or 5 times a power of ten, so that about TICKS of them fit.
static long long step_of(const struct timeline *t)
{
    static const int steps[] = {1, 2, 5};
    for (long long ten = 1;; ten *= 10)
        for (size_t k = 0; k < 3; k++)
            if (ten * steps[k] * TICKS >= t->length_ns)
                return ten * steps[k];
}

static void add_axis(const struct timeline *t, struct text *out)
{
    const size_t bottom = t->nlanes * LANE;
    const char *anchor = "start";
    for (long long ns = 0; ns <= t->length_ns; ns += step_of(t), anchor = "middle") {
        const double x = x_of(t, ns);
        text_addf(out,
                  "<path class=\"tick\" d=\"M%.1f 0V%zu\"/><text class=\"small\" x=\"%.1f\" y=\"%zu\" "
                  "text-anchor=\"%s\">",
                  x, bottom + 4, x, bottom + 18, x > WIDTH - 2 * RIGHT ? "end" : anchor);
        timeline_add_time(ns, t->length_ns, out);
        text_add(out, "</text>\n");
    }
}

static void add_lane(const struct timeline *t, size_t lane, struct text *out)
{
    const size_t middle = lane * LANE + LANE / 2;
    text_addf(out, "<path class=\"lane\" d=\"M%d %zuH%d\"/><text x=\"%d\" y=\"%zu\" text-anchor=\"end\">",
              NAMES, middle, WIDTH - RIGHT, NAMES - 10, middle + 4);
    timeline_add_xml(out, t->lanes[lane]);
    text_add(out, "</text>\n");
}

void timeline_svg(const struct timeline *t, const char *title, struct text *out)
{
    text_addf(out,
              "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %zu\" role=\"img\" "
              "aria-labelledby=\"title\">\n<title id=\"title\">",
              WIDTH, t->nlanes * LANE + AXIS);
    timeline_add_xml(out, title);
    text_addf(out, "</title>\n%s", style);
    add_axis(t, out);
    for (size_t k = 0; k < t->nlanes; k++)
        add_lane(t, k, out);
    for (size_t k = 0; k < t->nbars; k++)
        add_bar(t, k, out);
    text_add(out, "</svg>\n");
}
