#include "notebook/evaluate.h"
#include "notebook/execute.h"

#include "common/process.h"

#include <workbook/must.h>

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { WORKERS_MAX = 16 };
enum phase { PHASE_DEFS, PHASE_CELLS, PHASE_REPEATS, NPHASES };

struct evaluation {
    const struct work *work;
    const struct page *page;
    const struct cache *cache;
    evaluate_progress *progress;
    void *context;
    struct result *results; // each cell's is written by the worker that took the cell, and by nobody else
    enum phase phase;       // changes only between the phases, when there is no worker
    pthread_mutex_t lock;
    size_t next;     // guarded by lock
    size_t done;     // guarded by lock
    int cache_error; // guarded by lock: the first one
};

static enum phase phase_of(const struct cell *cell)
{
    if (cell->options.role == ROLE_DEF)
        return PHASE_DEFS;
    return cell->options.repeat ? PHASE_REPEATS : PHASE_CELLS;
}

static const struct cell *take_cell(struct evaluation *e)
{
    const struct cell *cell = NULL;
    MUST(pthread_mutex_lock(&e->lock));
    while (!cell && e->next < e->page->ncells) {
        const struct cell *next = &e->page->cells[e->next++];
        if (phase_of(next) == e->phase)
            cell = next;
    }
    MUST(pthread_mutex_unlock(&e->lock));
    return cell;
}

// The first def above that failed; each def is compiled with those above it, so later ones fail for its sake.
static const struct cell *broken_def(const struct evaluation *e, const struct cell *cell)
{
    const bool uses_defs =
        cell->options.language == LANGUAGE_C && e->phase != PHASE_DEFS && cell->options.role != ROLE_PROGRAM;
    for (const struct cell *def = e->page->cells; uses_defs && def < cell; def++)
        if (def->options.role == ROLE_DEF && e->results[def->number - 1].outcome != OUTCOME_OK)
            return def;
    return NULL;
}

// Each def is compiled with those above it, so one that is broken breaks all below: only the first is worth a
// report.
static void excuse_later_defs(struct evaluation *e)
{
    const struct cell *first = NULL;
    for (size_t k = 0; k < e->page->ncells; k++) {
        struct result *r = &e->results[k];
        if (e->page->cells[k].options.role != ROLE_DEF || r->outcome != OUTCOME_FAILED)
            continue;
        if (first) {
            r->outcome = OUTCOME_NOT_RUN;
            text_truncate(&r->why, 0);
            text_addf(&r->why, "not compiled: the def at line %zu comes first\n", first->line);
        } else {
            first = &e->page->cells[k];
        }
    }
}

static void evaluate(struct evaluation *e, const struct cell *cell)
{
    struct result *r = &e->results[cell->number - 1];
    const struct cell *def = broken_def(e, cell);
    int error = 0;
    if (process_interrupted()) {
        r->outcome = OUTCOME_NOT_RUN;
        text_add(&r->why, "interrupted\n");
    } else if (def) {
        r->outcome = OUTCOME_NOT_RUN;
        text_addf(&r->why, "not run: the def at line %zu does not compile\n", def->line);
    } else if (!e->cache || cache_get(e->cache, cell, r)) {
        cell_execute(e->work, e->page, cell, r);
        error = e->cache ? cache_put(e->cache, cell, r) : 0;
    }

    MUST(pthread_mutex_lock(&e->lock));
    e->done++;
    if (error && !e->cache_error)
        e->cache_error = error;
    if (e->progress && !r->cached)
        e->progress(e->context, e->done, e->page->ncells, cell);
    MUST(pthread_mutex_unlock(&e->lock));
}

static void *work_off(void *arg)
{
    struct evaluation *e = arg;
    const struct cell *cell;
    while ((cell = take_cell(e)))
        evaluate(e, cell);
    return NULL;
}

static int run_phase(struct evaluation *e, enum phase phase)
{
    const unsigned wanted = phase == PHASE_REPEATS ? 1 : e->work->njobs;
    pthread_t workers[WORKERS_MAX];
    unsigned n = 0;
    int error = 0;
    e->phase = phase;
    e->next = 0;
    while (!error && n < wanted && n < WORKERS_MAX)
        if (!(error = pthread_create(&workers[n], NULL, work_off, e)))
            n++;
    for (unsigned k = 0; k < n; k++)
        MUST(pthread_join(workers[k], NULL));
    return n ? 0 : error;
}

int evaluate_page(const struct work *w, const struct page *page, const struct cache *cache,
                  evaluate_progress *progress, void *context, struct result **out, struct text *why)
{
    struct evaluation e = {.work = w, .page = page, .cache = cache, .progress = progress, .context = context};
    e.results = calloc(page->ncells + 1, sizeof *e.results);
    if (!e.results)
        return ENOMEM;
    MUST(pthread_mutex_init(&e.lock, NULL));
    int error = 0;
    for (enum phase phase = PHASE_DEFS; !error && phase < NPHASES; phase++) {
        error = run_phase(&e, phase);
        if (phase == PHASE_DEFS)
            excuse_later_defs(&e);
    }
    MUST(pthread_mutex_destroy(&e.lock));

    if (e.cache_error)
        text_addf(why, "notebook: results cannot be kept for the next time: %s; see --cache\n",
                  strerror(e.cache_error));
    if (cache && !process_interrupted())
        cache_prune(cache);
    *out = e.results;
    return error ? error : process_interrupted() ? ECANCELED : 0;
}

void evaluate_free(const struct page *page, struct result *results)
{
    for (size_t k = 0; results && k < page->ncells; k++)
        result_deinit(&results[k]);
    free(results);
}
