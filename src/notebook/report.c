#include "notebook/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void show_progress(void *context, size_t done, size_t of, const struct cell *cell)
{
    fprintf(stderr, "\r\033[K[%zu/%zu] %s:%zu", done, of, (const char *)context, cell->line);
}

struct checked *report_open(const struct work *w, const struct arguments *a, const char *path, int *status)
{
    const bool terminal = isatty(STDERR_FILENO);
    struct checked *c = NULL;
    struct text why = {0};
    const int error =
        checked_open(w, a->cache, path, terminal ? show_progress : NULL, (void *)path, &c, &why);
    if (terminal)
        fputs("\r\033[K", stderr);
    fputs(text_string(&why), stderr);
    if (error == ECANCELED)
        fprintf(stderr, "notebook: interrupted; nothing was written\n");
    else if (error && !why.length)
        fprintf(stderr, "notebook: %s: %s\n", path, strerror(error));
    text_deinit(&why);
    if (error)
        *status = error == ECANCELED ? STATUS_INTERRUPTED : STATUS_USAGE;
    return c;
}

int report_worse(int a, int b)
{
    static const int order[] = {STATUS_OK, STATUS_UNAVAILABLE, STATUS_DIFFERS, STATUS_USAGE,
                                STATUS_INTERRUPTED};
    size_t of_a = 0, of_b = 0;
    for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
        of_a = order[k] == a ? k : of_a;
        of_b = order[k] == b ? k : of_b;
    }
    return of_a > of_b ? a : b;
}

int report_status(const struct checked *c, const struct arguments *a)
{
    if (c->counts[STATE_DIFFERS] || c->counts[STATE_FAILED] || c->counts[STATE_NOT_RUN])
        return STATUS_DIFFERS;
    return c->counts[STATE_UNAVAILABLE] && !a->allow_unavailable ? STATUS_UNAVAILABLE : STATUS_OK;
}

static void print_indented(const char *text)
{
    while (*text) {
        const size_t length = strcspn(text, "\n");
        printf("  %.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
}

static void report_cell(const struct checked *c, const struct cell *cell)
{
    const char *path = c->page->path;
    const struct result *r = &c->results[cell->number - 1];
    const struct comparison *d = &c->comparisons[cell->number - 1];
    switch (c->states[cell->number - 1]) {
    case STATE_FITS: return;
    case STATE_DIFFERS:
        printf("%s:%zu: cell %zu (%s) ", path, cell->output.line ? cell->output.line : cell->line,
               cell->number, cell->info);
        puts(cell->output.line ? "printed something else:  - the page  + found"
                               : "prints, but no output block says what:");
        print_indented(text_string(&d->diff));
        return;
    default: {
        const char *why = text_string(&r->why);
        const size_t first = strcspn(why, "\n");
        printf("%s:%zu: cell %zu (%s) %.*s\n", path, cell->line, cell->number, cell->info, (int)first, why);
        print_indented(why[first] ? why + first + 1 : "");
    }
    }
}

static void report_counts(const struct checked *c)
{
    static const char *const names[] = {"as the page says", "differ", "failed", "not run",
                                        "not available yet"};
    const char *before = ": ";
    printf("%s: %zu cell%s", c->page->path, c->page->ncells, c->page->ncells == 1 ? "" : "s");
    for (enum state s = 0; s < NSTATES; s++)
        if (c->counts[s]) {
            printf("%s%zu %s", before, c->counts[s], names[s]);
            before = ", ";
        }
    printf(c->ncached ? " (%zu from the cache)\n" : "\n", c->ncached);
}

int report_text(const struct checked *c, const struct arguments *a)
{
    for (size_t k = 0; k < c->page->ncells; k++)
        report_cell(c, &c->page->cells[k]);
    report_counts(c);
    if (c->counts[STATE_DIFFERS])
        printf("next: if what was found is right, notebook update %s, and read git diff\n", c->page->path);
    else if (c->counts[STATE_FAILED])
        printf("next: repair the cell, then notebook check %s\n", c->page->path);
    return report_status(c, a);
}

json_t *report_json(const struct checked *c)
{
    static const char *const names[] = {"fits", "differs", "failed", "not-run", "unavailable"};
    json_t *cells = json_array(), *counts = json_object();
    for (enum state s = 0; s < NSTATES; s++)
        json_object_set_new(counts, names[s], json_integer((json_int_t)c->counts[s]));
    for (size_t k = 0; k < c->page->ncells; k++) {
        const struct cell *cell = &c->page->cells[k];
        const struct result *r = &c->results[k];
        json_array_append_new(cells,
                              json_pack("{si si si ss ss sb ss ss ss}", "number", (int)cell->number, "line",
                                        (int)cell->line, "output_line", (int)cell->output.line, "info",
                                        cell->info, "state", names[c->states[k]], "cached", (int)r->cached,
                                        "output", text_string(&r->output), "why", text_string(&r->why),
                                        "diff", text_string(&c->comparisons[k].diff)));
    }
    return json_pack("{ss so so}", "page", c->page->path, "counts", counts, "cells", cells);
}
