#include "notebook/checked.h"

#include <errno.h>
#include <stdlib.h>

static enum state state_of(const struct cell *cell, const struct result *r, struct comparison *comparison)
{
    switch (r->outcome) {
    case OUTCOME_UNAVAILABLE: return STATE_UNAVAILABLE;
    case OUTCOME_FAILED: return STATE_FAILED;
    case OUTCOME_NOT_RUN: return STATE_NOT_RUN;
    case OUTCOME_OK: break;
    }
    // A plot's data need no block: the figure shows them.
    if (!cell_prints(cell) || (!cell->output.line && (cell->options.plot || !r->output.length)))
        return STATE_FITS;
    compare_output(cell, text_string(&r->output), comparison);
    return cell->output.line && comparison->fits ? STATE_FITS : STATE_DIFFERS;
}

static int compare_all(struct checked *c)
{
    const size_t n = c->page->ncells;
    c->comparisons = calloc(n + 1, sizeof *c->comparisons);
    c->states = calloc(n + 1, sizeof *c->states);
    if (!c->comparisons || !c->states)
        return ENOMEM;
    for (size_t k = 0; k < n; k++) {
        c->states[k] = state_of(&c->page->cells[k], &c->results[k], &c->comparisons[k]);
        c->counts[c->states[k]]++;
        c->ncached += c->results[k].cached;
    }
    return 0;
}

int checked_open(const struct work *w, const char *cache_folder, const char *path,
                 evaluate_progress *progress, void *context, struct checked **out, struct text *why)
{
    *out = NULL;
    struct cache *cache = NULL;
    struct checked *c = calloc(1, sizeof *c);
    if (!c)
        return ENOMEM;
    int error = page_load(path, &c->page, why);
    if (!error && cache_folder)
        error = cache_open(cache_folder, w, c->page, &cache);
    if (!error)
        error = evaluate_page(w, c->page, cache, progress, context, &c->results, why);
    cache_close(cache);
    if (!error)
        error = compare_all(c);
    if (error)
        checked_free(c);
    else
        *out = c;
    return error;
}

void checked_free(struct checked *c)
{
    if (!c)
        return;
    for (size_t k = 0; c->comparisons && k < c->page->ncells; k++)
        comparison_deinit(&c->comparisons[k]);
    if (c->page)
        evaluate_free(c->page, c->results);
    free(c->comparisons);
    free(c->states);
    page_free(c->page);
    free(c);
}

const char *checked_output(const struct checked *c, const struct cell *cell)
{
    const struct result *r = &c->results[cell->number - 1];
    if (r->outcome == OUTCOME_OK)
        return text_string(&r->output);
    return cell->output.line ? cell->output.text : "";
}
