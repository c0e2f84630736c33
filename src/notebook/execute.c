#include "notebook/execute.h"
#include "notebook/build.h"
#include "notebook/explore.h"
#include "notebook/plot.h"
#include "notebook/repeat.h"
#include "notebook/run.h"

#include "common/files.h"
#include "common/process.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const char *cell_not_available(const struct cell *cell)
{
    const struct options *o = &cell->options;
    return o->openmp && o->explore ? "openmp with explore" : NULL;
}

// Blank lines before the code, so that Python counts the lines of the page.
static int write_python(const struct cell *cell, const char *folder)
{
    struct text code = {0};
    for (size_t k = 0; k < cell->line; k++)
        text_add(&code, "\n");
    text_add(&code, cell->code);
    char *path = text_format("%s/cell.py", folder);
    const int error = files_replace(path, code.bytes, code.length);
    free(path);
    text_deinit(&code);
    return error;
}

static int run_cell(const struct work *w, const struct page *page, const struct cell *cell,
                    const char *folder, struct result *out)
{
    if (cell->options.repeat)
        return repeat_cell(w, page, cell, folder, out);
    struct run run;
    int error = run_once(w, page, cell, folder, 0, &run, cell->options.timeline ? &out->events : NULL);
    if (!error)
        run_judge(cell, &run, out);
    run_deinit(&run);
    if (!error && !out->outcome && cell->options.plot)
        error = plot_draw(w, page, cell, folder, out);
    return error;
}

static int build_and_run(const struct work *w, const struct page *page, const struct cell *cell,
                         const char *folder, struct result *out)
{
    int error = files_make_folder(folder);
    if (error)
        return error;
    if (cell->options.explore)
        return explore_cell(w, page, cell, folder, out);
    const bool python = cell->options.language == LANGUAGE_PYTHON;
    error = python ? write_python(cell, folder) : build_cell(w, page, cell, folder, out);
    const bool runs = cell->options.role == ROLE_RUN || cell->options.role == ROLE_PROGRAM;
    if (!error && !out->outcome && runs && !cell->options.errors)
        error = run_cell(w, page, cell, folder, out);
    return error;
}

static void explain_error(const struct work *w, const struct cell *cell, int error, struct result *out)
{
    const char *tool = cell->options.language == LANGUAGE_PYTHON ? "python3" : cell->options.compiler;
    struct text found = {0};
    out->outcome = OUTCOME_FAILED;
    if (process_interrupted()) {
        out->outcome = OUTCOME_NOT_RUN;
        text_add(&out->why, "interrupted\n");
    } else if (error == ENOENT && work_identify(tool, &found)) {
        text_addf(&out->why, "%s is not installed: apt-get install %s\n", tool, tool);
    } else {
        text_addf(&out->why, "could not be built or run in %s: %s\n", w->scratch, strerror(error));
    }
    text_deinit(&found);
}

void cell_execute(const struct work *w, const struct page *page, const struct cell *cell, struct result *out)
{
    *out = (struct result){0};
    const char *missing = cell_not_available(cell);
    if (missing) {
        out->outcome = OUTCOME_UNAVAILABLE;
        text_addf(&out->why, "not available yet: %s\n", missing);
        return;
    }
    char *folder = text_format("%s/%zu", w->scratch, cell->number);
    const int error = build_and_run(w, page, cell, folder, out);
    if (error || process_interrupted())
        explain_error(w, cell, error, out);
    files_remove(folder);
    free(folder);
}

void result_deinit(struct result *r)
{
    text_deinit(&r->output);
    text_deinit(&r->why);
    text_deinit(&r->events);
    text_deinit(&r->svg);
}
