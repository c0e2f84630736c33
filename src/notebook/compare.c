#include "notebook/compare.h"
#include "notebook/diff.h"
#include "notebook/lines.h"
#include "notebook/match.h"

#include <stdlib.h>
#include <string.h>

enum { CONTEXT = 2, SHOWN_MAX = 60 };

void comparison_deinit(struct comparison *c)
{
    text_deinit(&c->diff);
    text_deinit(&c->updated);
}

static void add_line(struct text *out, const char *before, const char *line)
{
    text_addf(out, "%s%s\n", before, line);
}

static bool near_change(const struct diff *d, size_t k)
{
    const size_t from = k > CONTEXT ? k - CONTEXT : 0;
    for (size_t n = from; n < d->nedits && n <= k + CONTEXT; n++)
        if (d->edits[n].kind == EDIT_CHANGE || d->edits[n].kind == EDIT_REMOVE ||
            d->edits[n].kind == EDIT_ADD)
            return true;
    return false;
}

static void show(const struct diff *d, const struct lines *expected, const struct lines *found,
                 struct text *out)
{
    size_t shown = 0;
    bool skipped = false;
    for (size_t k = 0; k < d->nedits; k++) {
        const struct edit *e = &d->edits[k];
        if (!near_change(d, k) || shown == SHOWN_MAX) {
            skipped = true;
            continue;
        }
        if (skipped)
            text_add(out, "  …\n");
        skipped = false;
        shown++;
        if (e->kind == EDIT_CHANGE || e->kind == EDIT_REMOVE)
            add_line(out, "- ", expected->line[e->expected]);
        if (e->kind == EDIT_CHANGE || e->kind == EDIT_ADD)
            add_line(out, "+ ", found->line[e->found]);
        if (e->kind == EDIT_SAME || e->kind == EDIT_DOTS)
            add_line(out, "  ", found->line[e->found]);
    }
    if (skipped)
        text_add(out, "  …\n");
}

static void rewrite(const struct diff *d, const struct lines *expected, const struct lines *found,
                    struct text *out)
{
    for (size_t k = 0; k < d->nedits; k++) {
        const struct edit *e = &d->edits[k];
        if (e->kind == EDIT_SAME || e->kind == EDIT_END)
            add_line(out, "", expected->line[e->expected]);
        else if (e->kind == EDIT_CHANGE || e->kind == EDIT_ADD)
            add_line(out, "", found->line[e->found]);
    }
}

static void compare_ordered(const struct lines *expected, const struct lines *found, struct comparison *out)
{
    struct diff d;
    if (diff_lines(expected, found, &d)) {
        text_addf(&out->diff, "  %zu lines on the page, %zu found\n", expected->count, found->count);
        for (size_t k = 0; k < found->count; k++)
            add_line(&out->updated, "", found->line[k]);
        return;
    }
    out->fits = d.cost == 0;
    if (!out->fits) {
        show(&d, expected, found, &out->diff);
        rewrite(&d, expected, found, &out->updated);
    }
    diff_deinit(&d);
}

// Which page line each found line is given to; a page line takes one. Kuhn's augmenting paths.
struct pairing {
    const struct lines *expected, *found;
    size_t *of;  // of page line: the found line it took, plus one; 0: none
    bool *tried; // of page line: in this search
};

static bool find_place(struct pairing *p, size_t found)
{
    for (size_t k = 0; k < p->expected->count; k++) {
        if (p->tried[k] || match_is_dots(p->expected->line[k]) ||
            !match_line(p->expected->line[k], p->found->line[found]))
            continue;
        p->tried[k] = true;
        if (!p->of[k] || find_place(p, p->of[k] - 1)) {
            p->of[k] = found + 1;
            return true;
        }
    }
    return false;
}

static void compare_unordered(const struct lines *expected, const struct lines *found, struct comparison *out)
{
    struct pairing p = {expected, found, calloc(expected->count + 1, sizeof *p.of),
                        calloc(expected->count + 1, sizeof *p.tried)};
    bool dots = false;
    out->fits = true;
    for (size_t k = 0; k < expected->count; k++)
        dots |= match_is_dots(expected->line[k]);
    for (size_t k = 0; k < found->count; k++) {
        memset(p.tried, 0, expected->count * sizeof *p.tried);
        if (!find_place(&p, k) && !dots) {
            out->fits = false;
            add_line(&out->diff, "+ ", found->line[k]);
            add_line(&out->updated, "", found->line[k]);
        }
    }
    struct text kept = {0};
    for (size_t k = 0; k < expected->count; k++) {
        const bool missing = !p.of[k] && !match_is_dots(expected->line[k]);
        out->fits = out->fits && !missing;
        add_line(missing ? &out->diff : &kept, missing ? "- " : "", expected->line[k]);
    }
    text_add(&kept, text_string(&out->updated));
    text_deinit(&out->updated);
    out->updated = kept;
    free(p.of);
    free(p.tried);
}

// Against each alternative; the page gets a further one, and the report shows the difference to the nearest.
static void compare_one_of(const struct lines *expected, const struct lines *found, struct comparison *out)
{
    size_t best = (size_t)-1;
    for (size_t start = 0, end; start <= expected->count && !out->fits; start = end + 1) {
        for (end = start; end < expected->count && strcmp(expected->line[end], "or"); end++)
            ;
        const struct lines alternative = {expected->line + start, end - start};
        struct diff d = {.cost = found->count};
        const int error = diff_lines(&alternative, found, &d);
        out->fits = !error && d.cost == 0;
        if (!out->fits && d.cost < best) {
            best = d.cost;
            text_truncate(&out->diff, 0);
            show(&d, &alternative, found, &out->diff);
        }
        diff_deinit(&d);
    }
    for (size_t k = 0; k < expected->count; k++)
        add_line(&out->updated, "", expected->line[k]);
    text_add(&out->updated, expected->count ? "or\n" : "");
    for (size_t k = 0; k < found->count; k++)
        add_line(&out->updated, "", found->line[k]);
}

void compare_output(const struct cell *cell, const char *text, struct comparison *out)
{
    *out = (struct comparison){0};
    if (cell->options.repeat) {
        compare_rows(cell, text, out);
        return;
    }
    struct lines expected = lines_of(cell->output.line ? cell->output.text : ""), found = lines_of(text);
    if (!cell->output.line || cell->output.mode == OUTPUT_EXACT)
        compare_ordered(&expected, &found, out);
    else if (cell->output.mode == OUTPUT_UNORDERED)
        compare_unordered(&expected, &found, out);
    else
        compare_one_of(&expected, &found, out);
    lines_deinit(&expected);
    lines_deinit(&found);
}
