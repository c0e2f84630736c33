#include "notebook/weave.h"
#include "notebook/figure.h"
#include "notebook/report.h"
#include "notebook/update.h"

#include "common/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_figure(const struct cell *cell, const struct figure *f, struct text *out)
{
    text_addf(out, "\n![%s](cell-%02zu.svg \"%s\")\n", text_string(&f->alt), cell->number,
              text_string(&f->caption));
    if (f->table.length)
        text_addf(out, "\n<details><summary>The same in numbers</summary>\n\n%s\n</details>\n",
                  text_string(&f->table));
}

// What follows the cell on the woven page: its output as found, then its figure.
static void add_results(const struct checked *c, const struct cell *cell, struct text *out)
{
    struct figure f;
    if (cell->output.line)
        update_add_block(out, cell->output.mode, checked_output(c, cell));
    figure_make(c, cell, &f);
    if (f.svg.length)
        add_figure(cell, &f, out);
    figure_deinit(&f);
}

static const struct cell *cell_ending_at(const struct page *page, size_t line)
{
    for (size_t k = 0; k < page->ncells; k++) {
        const struct cell *cell = &page->cells[k];
        if ((cell->output.line ? cell->output.end_line : cell->end_line) == line)
            return cell;
    }
    return NULL;
}

static bool in_output(const struct page *page, size_t line)
{
    for (size_t k = 0; k < page->ncells; k++)
        if (page->cells[k].output.line && line >= page->cells[k].output.line &&
            line <= page->cells[k].output.end_line)
            return true;
    return false;
}

void weave_text(const struct checked *c, struct text *out)
{
    size_t line = 1;
    for (const char *at = text_string(&c->page->text); *at; line++) {
        const size_t length = strcspn(at, "\n");
        if (!in_output(c->page, line)) {
            text_add_bytes(out, at, length);
            text_add(out, "\n");
        }
        const struct cell *cell = cell_ending_at(c->page, line);
        if (cell)
            add_results(c, cell, out);
        at += length + (at[length] == '\n');
    }
}

static int write_figures(const struct checked *c, const char *folder)
{
    int error = 0;
    for (size_t k = 0; k < c->page->ncells && !error; k++) {
        struct figure f;
        figure_make(c, &c->page->cells[k], &f);
        char *path = text_format("%s/cell-%02zu.svg", folder, c->page->cells[k].number);
        if (f.svg.length)
            error = files_replace(path, f.svg.bytes, f.svg.length);
        free(path);
        figure_deinit(&f);
    }
    return error;
}

static int write_page(const struct checked *c, const char *folder)
{
    struct text woven = {0};
    char *path = text_format("%s/%s", folder, c->page->name);
    int error = files_make_folder(folder);
    if (!error)
        error = write_figures(c, folder);
    weave_text(c, &woven);
    if (!error)
        error = files_replace(path, woven.bytes, woven.length);
    if (error)
        fprintf(stderr, "notebook: %s: %s\n", path, strerror(error));
    text_deinit(&woven);
    free(path);
    return error;
}

int command_weave(const struct work *w, const struct arguments *a)
{
    int status = STATUS_OK;
    struct checked *c = report_open(w, a, a->names[0], &status);
    if (!c)
        return status;
    // The book shows what holds: a page that does not fit is not woven. What cannot be run yet stands as
    // written.
    status = report_status(c, &(struct arguments){.allow_unavailable = true});
    if (status)
        report_text(c, a);
    else if (write_page(c, a->out))
        status = STATUS_USAGE;
    checked_free(c);
    return status;
}
