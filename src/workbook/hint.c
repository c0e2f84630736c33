// `workbook hint`: one more of the exercise's hints each time.
#include "workbook/hint.h"

#include "workbook/commands.h"
#include "workbook/hints.h"
#include "workbook/style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct shown {
    const char *id;
    int steps;
    const char *verdict; // the hint for this verdict, too; NULL: no change
    bool forget;
};

static void note_shown(struct progress *p, void *arg)
{
    const struct shown *shown = arg;
    progress_set_hints(p, shown->id, shown->steps);
    if (shown->verdict || shown->forget)
        progress_set_hinted(p, shown->id, shown->verdict);
}

static int read_hints(struct session *s, const struct exercise *e, struct hints *out, struct text *why)
{
    char *path = text_format("%s/hints.md", e->folder);
    struct text content = {0};
    const int error = files_read(path, 1 << 20, &content);
    if (error)
        text_addf(why, "%s: %s\n", resolve_shown(s->catalogue, path), strerror(error));
    hints_read(text_string(&content), out);
    text_deinit(&content);
    free(path);
    return error;
}

static void add_step(const struct hints *h, size_t i, struct text *out)
{
    text_addf(out, "%sHint %zu of %zu%s\n%s\n", style(STYLE_BOLD), i + 1, h->nsteps, style(STYLE_END),
              h->steps[i]);
}

static void add_marked(const char *verdict, const char *hint, struct text *out)
{
    text_addf(out, "%sWhen the verdict is %s%s\n%s\n", style(STYLE_BOLD), verdict, style(STYLE_END), hint);
}

int hint_next(struct session *s, const struct exercise *e, struct text *out)
{
    struct hints h;
    const int error = read_hints(s, e, &h, out);
    const char *verdict = session_verdict(s, e), *marked = hints_for(&h, verdict);
    struct shown shown = {.id = e->id, .steps = progress_hints(s->progress, e->id)};
    if (marked && !progress_hinted(s->progress, e->id, verdict)) {
        add_marked(verdict, marked, out);
        shown.verdict = verdict;
    } else if (h.nsteps) {
        if (shown.steps < 0 || (size_t)shown.steps > h.nsteps) // hints.md has become shorter
            shown.steps = (int)h.nsteps;
        if ((size_t)shown.steps < h.nsteps)
            shown.steps++;
        add_step(&h, (size_t)shown.steps - 1, out);
        if ((size_t)shown.steps == h.nsteps)
            text_addf(out, "\nThat was the last one. From the first again: ./workbook hint %s --reset\n",
                      e->id);
    } else if (!error) {
        text_addf(out, "%s has no hints.\n", e->id);
    }
    if (h.nsteps || shown.verdict)
        session_update(s, note_shown, &shown);
    hints_deinit(&h);
    return error;
}

static int show_all(struct session *s, const struct exercise *e, struct text *out)
{
    struct hints h;
    const int error = read_hints(s, e, &h, out);
    for (size_t i = 0; i < h.nsteps; i++) {
        add_step(&h, i, out);
        text_add(out, "\n");
    }
    for (size_t i = 0; i < h.nmarked; i++) {
        add_marked(h.marked[i].verdict, h.marked[i].text, out);
        text_add(out, "\n");
    }
    hints_deinit(&h);
    return error;
}

static void forget(struct session *s, const struct exercise *e, struct text *out)
{
    struct shown none = {.id = e->id, .forget = true};
    session_update(s, note_shown, &none);
    text_addf(out, "The next hint is the first again: ./workbook hint %s\n", e->id);
}

int command_hint(const struct arguments *args)
{
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    const struct exercise *e = session_exercise(&s, args->words[0]);
    struct text out = {0};
    int status = e ? 0 : EXIT_USAGE;
    if (e && arguments_has(args, "--reset"))
        forget(&s, e, &out);
    else if (e && (arguments_has(args, "--all") ? show_all(&s, e, &out) : hint_next(&s, e, &out)))
        status = EXIT_FAILED;
    fputs(text_string(&out), status ? stderr : stdout);
    text_deinit(&out);
    session_close(&s);
    return status;
}
