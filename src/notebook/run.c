#include "notebook/run.h"
#include "notebook/lines.h"
#include "notebook/race.h"

#include "common/files.h"
#include "common/process.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENTS_MAX = 32, EVENTS_LIMIT = 4 << 20, VARIABLES = 6 };

struct arguments {
    const char *word[ARGUMENTS_MAX + 4];
    char *program, *words;
};

static void set_arguments(struct arguments *a, const struct cell *cell, const char *folder)
{
    const bool python = cell->options.language == LANGUAGE_PYTHON;
    size_t count = 0;
    a->program = text_format(python ? "%s/cell.py" : "%s/cell", folder);
    a->words = strdup(cell->options.args ? cell->options.args : "");
    if (python)
        a->word[count++] = "python3";
    a->word[count++] = a->program;
    char *rest = a->words;
    for (char *word; count < ARGUMENTS_MAX && (word = strtok_r(rest, " ", &rest));)
        a->word[count++] = word;
    a->word[count] = NULL;
}

// The environment of the work and what is this run's own. Owned by the caller, as are the strings in `own`.
static const char **make_environment(const struct work *w, const struct cell *cell, const char *place,
                                     const char *events, char *own[VARIABLES])
{
    size_t n = 0, count = 0;
    while (w->environment[n])
        n++;
    char *reports = text_format("%s/race", place);
    const char **all = calloc(n + VARIABLES + 1, sizeof *all);
    own[count++] = text_format("TMPDIR=%s", place);
    own[count++] = text_format("WORKBOOK_TIMELINE=%s", cell->options.timeline ? events : "");
    own[count++] = strdup("OMP_DYNAMIC=false");       // a team has as many as were asked for,
    own[count++] = strdup("OMP_WAIT_POLICY=passive"); // and who waits burns no core that others need
    own[count++] = race_environment(reports);
    if (cell->options.threads)
        own[count++] = text_format("OMP_NUM_THREADS=%u", cell->options.threads);
    for (size_t k = 0; all && k < count; k++)
        all[k] = own[k];
    for (size_t k = 0; all && k < n; k++)
        all[count + k] = w->environment[k];
    free(reports);
    return all;
}

// Names of scratch folders differ from run to run; nothing on a page may depend on them.
static void add_without(struct text *out, const char *text, const char *unwanted)
{
    const size_t length = strlen(unwanted);
    for (const char *at; (at = strstr(text, unwanted)); text = at + length)
        text_add_bytes(out, text, (size_t)(at - text));
    text_add(out, text);
}

static void keep_output(struct process_result *r, const char *folder, const char *place, struct run *out)
{
    struct text printable = {0}, some = {0};
    char *in_place = text_format("%s/", place), *in_folder = text_format("%s/", folder);
    lines_add_printable(&printable, text_string(&r->out), r->out.length);
    add_without(&some, text_string(&printable), in_place);
    add_without(&out->output, text_string(&some), in_folder);
    free(in_place);
    free(in_folder);
    text_deinit(&printable);
    text_deinit(&some);
}

static int run_in(const struct work *w, const struct cell *cell, const char *folder, const char *place,
                  const char *events, struct run *out)
{
    struct arguments a = {0};
    char *own[VARIABLES] = {0};
    set_arguments(&a, cell, folder);
    const char **environment = make_environment(w, cell, place, events, own);

    struct process_result r = {0};
    const struct process_request request = {
        .argv = a.word,
        .env = environment,
        .folder = place,
        .timeout_ms = cell->options.limit * 1000,
        .patient = true,
        .output_limit = RUN_OUTPUT_LIMIT,
        .stop_at_limit = true,
        .merge = true,
        .inherit = w->inherit,
    };
    int error = environment && a.words ? process_run(&request, &r) : ENOMEM;
    out->exit_status = r.exit_status;
    out->signal = r.signal;
    out->timed_out = r.timed_out;
    out->overrun = r.overrun;
    keep_output(&r, folder, place, out);
    process_result_deinit(&r);
    for (size_t k = 0; k < VARIABLES; k++)
        free(own[k]);
    free(environment);
    free(a.program);
    free(a.words);
    return error;
}

int run_once(const struct work *w, const struct page *page, const struct cell *cell, const char *folder,
             unsigned number, struct run *out, struct text *events)
{
    *out = (struct run){0};
    char *place = text_format("%s/run-%u", folder, number),
         *file = text_format("%s/events-%u", folder, number);
    int error = files_make_folder(place);
    if (!error)
        error = run_in(w, cell, folder, place, file, out);
    if (!error && events && files_exists(file))
        error = files_read(file, EVENTS_LIMIT, events);
    if (!error && cell->options.image)
        picture_draw(place, cell->options.image, &out->picture);
    if (!error && options_race(&cell->options))
        race_read(page, cell, place, &out->race);
    files_remove(place);
    files_remove(file);
    free(place);
    free(file);
    return error;
}

void run_deinit(struct run *r)
{
    text_deinit(&r->output);
    text_deinit(&r->race);
    picture_deinit(&r->picture);
}

void run_describe_end(const struct run *run, struct text *out)
{
    if (run->timed_out)
        text_add(out, "hang");
    else if (run->overrun)
        text_add(out, "prints without end");
    else if (run->signal)
        text_addf(out, "SIG%s", sigabbrev_np(run->signal) ? sigabbrev_np(run->signal) : "?");
    else if (run->exit_status)
        text_addf(out, "exit %d", run->exit_status);
}

static void explain(const struct cell *cell, const struct run *run, struct text *why)
{
    const struct options *o = &cell->options;
    if (run->overrun)
        text_addf(why, "printed more than %d MiB and was stopped\n", RUN_OUTPUT_LIMIT >> 20);
    else if (run->timed_out)
        text_addf(why,
                  "was still running after %u s and was stopped; the option limit=SECONDS gives it more\n",
                  o->limit);
    else if (options_race(o) && !run->signal && run->exit_status == (int)o->status)
        text_add(why, "ThreadSanitizer found no race, and expect=race says that there is one\n");
    else if (o->expect)
        text_addf(why, "ended with status %d, and expect=%s says otherwise\n", run->exit_status, o->expect);
    else if (run->signal)
        text_addf(why, "was ended by SIG%s (%s)\n", sigabbrev_np(run->signal), strsignal(run->signal));
    else
        text_addf(why, "ended with status %d, not %u; the option status=%d would allow it\n",
                  run->exit_status, o->status, run->exit_status);
}

void run_judge(const struct cell *cell, struct run *run, struct result *out)
{
    const struct options *o = &cell->options;
    const bool hangs = o->expect && !strcmp(o->expect, "hang"), races = options_race(o),
               crashes = o->expect && !hangs && !races;
    const bool normal = !run->signal && !run->timed_out && run->exit_status == (int)o->status;
    const bool right = hangs     ? run->timed_out
                       : crashes ? run->signal && !run->timed_out && !run->overrun
                                 : normal && (!races || run->race.length);
    text_add(&out->output, text_string(&run->output));
    if (!right) {
        out->outcome = OUTCOME_FAILED;
        explain(cell, run, &out->why);
        if (run->output.length)
            text_addf(&out->why, "it printed:\n%.2000s", text_string(&run->output));
    } else if (o->expect) {
        if (out->output.length && out->output.bytes[out->output.length - 1] != '\n')
            text_add(&out->output, "\n");
        text_add(&out->output, races ? text_string(&run->race) : "(");
        if (!races) {
            run_describe_end(run, &out->output);
            text_add(&out->output, ")\n");
        }
    }
    if (right && run->picture.problem.length) {
        out->outcome = OUTCOME_FAILED;
        text_add(&out->why, text_string(&run->picture.problem));
    }
    text_add(&out->svg, text_string(&run->picture.svg));
}
