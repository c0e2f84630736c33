#include "notebook/commands.h"
#include "notebook/execute.h"
#include "notebook/page.h"

#include "common/process.h"

#include <stdio.h>
#include <stdlib.h>

static int run_cell(struct work *w, const struct page *page, const struct cell *cell, bool heading)
{
    struct result r;
    if (heading)
        fprintf(stderr, "── cell %zu (%s), %s:%zu\n", cell->number, cell->info, page->path, cell->line);
    w->inherit = !cell->options.repeat && !cell->options.plot; // these need what was printed
    cell_execute(w, page, cell, &r);
    fputs(text_string(&r.output), stdout);
    fflush(stdout);
    if (r.outcome != OUTCOME_OK)
        fprintf(stderr, "%s:%zu: cell %zu (%s) %s", page->path, cell->line, cell->number, cell->info,
                text_string(&r.why));
    const int status = r.outcome == OUTCOME_OK            ? STATUS_OK
                       : r.outcome == OUTCOME_UNAVAILABLE ? STATUS_UNAVAILABLE
                                                          : STATUS_DIFFERS;
    result_deinit(&r);
    return process_interrupted() ? STATUS_INTERRUPTED : status;
}

static int run_page(struct work *w, const struct page *page, const char *what)
{
    if (what) {
        const struct cell *cell = page_find(page, what);
        if (cell)
            return run_cell(w, page, cell, false);
        fprintf(stderr, "notebook: %s has no cell %s; name one of 1 to %zu, or a line in it as :LINE\n",
                page->path, what, page->ncells);
        return STATUS_USAGE;
    }
    int status = STATUS_OK;
    for (size_t k = 0; k < page->ncells && status != STATUS_INTERRUPTED; k++)
        if (cell_prints(&page->cells[k])) {
            const int here = run_cell(w, page, &page->cells[k], true);
            status = here != STATUS_OK && status != STATUS_DIFFERS ? here : status;
        }
    return status;
}

int command_run(struct work *w, const struct arguments *a)
{
    struct page *page;
    struct text why = {0};
    const int error = page_load(a->names[0], &page, &why);
    fputs(text_string(&why), stderr);
    text_deinit(&why);
    if (error)
        return STATUS_USAGE;
    const int status = run_page(w, page, a->nnames > 1 ? a->names[1] : NULL);
    page_free(page);
    return status;
}
