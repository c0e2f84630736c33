#include "notebook/explore.h"
#include "notebook/build.h"
#include "notebook/lines.h"

#include "common/files.h"
#include "common/process.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXECUTIONS = 10000, WIDTH = 80, WORDS_MAX = 64 };

struct command {
    const char *word[WORDS_MAX];
    size_t count;
    char number[32];
    char *arguments;
};

static void add_word(struct command *c, const char *word)
{
    if (c->count + 1 < WORDS_MAX)
        c->word[c->count++] = word;
}

// A number of executions and no time limit: so the answer is the same on any machine.
static void make_command(struct command *c, const struct options *o)
{
    *c = (struct command){.arguments = strdup(o->args ? o->args : "")};
    snprintf(c->number, sizeof c->number, "%u", o->executions ? o->executions : EXECUTIONS);
    static const char *const always[] = {NOTEBOOK_EXPLORE, "cell.c",   "--json",      "--outputs",
                                         "--svg",          "cell.svg", "--executions"};
    for (size_t k = 0; k < sizeof always / sizeof *always; k++)
        add_word(c, always[k]);
    add_word(c, c->number);
    if (o->races) {
        add_word(c, "--races");
        add_word(c, o->races);
    }
    if (o->time) {
        add_word(c, "--time");
        add_word(c, o->time);
    }
    if (o->spurious) {
        add_word(c, "--spurious");
        add_word(c, o->spurious);
    }
    add_word(c, "--");
    char *rest = c->arguments;
    for (char *word; (word = strtok_r(rest, " ", &rest));)
        add_word(c, word);
}

static const char *string_of(const json_t *answer, const char *name)
{
    const char *s = json_string_value(json_object_get(answer, name));
    return s ? s : "";
}

// A sentence in lines of at most WIDTH columns: pages have no use for longer ones.
static void add_wrapped(struct text *out, const char *sentence)
{
    for (size_t column = 0; *sentence;) {
        const size_t word = strcspn(sentence, " \n");
        if (column && column + 1 + word > WIDTH) {
            text_add(out, "\n");
            column = 0;
        }
        text_addf(out, "%s%.*s", column ? " " : "", (int)word, sentence);
        column += word + (column > 0);
        sentence += word;
        sentence += strspn(sentence, " \n");
    }
    text_add(out, "\n");
}

// One output of several: its lines in one row, as those of a cell with `repeat`.
static void add_row(struct text *out, const char *printed)
{
    struct text printable = {0};
    lines_add_printable(&printable, printed, strlen(printed));
    struct lines lines = lines_of(text_string(&printable));
    for (size_t k = 0; k < lines.count; k++)
        text_addf(out, "%s%s", k ? " / " : "", lines.line[k]);
    text_add(out, lines.count ? "\n" : "(nothing)\n");
    lines_deinit(&lines);
    text_deinit(&printable);
}

static void add_outputs(const json_t *answer, struct text *out)
{
    const json_t *outputs = json_object_get(answer, "outputs");
    const size_t count = json_array_size(outputs);
    const bool complete = json_is_true(json_object_get(answer, "complete"));
    text_addf(out, "%s, %s: %zu output%s\n", string_of(answer, "verdict"),
              complete ? "complete" : "not complete", count, count == 1 ? "" : "s");
    for (size_t k = 0; k < count; k++) {
        const char *printed = string_of(json_array_get(outputs, k), "text");
        if (count > 1)
            add_row(out, printed);
        else
            lines_add_printable(out, printed, strlen(printed));
    }
    if (json_is_true(json_object_get(answer, "outputs_cut")))
        text_add(out, "(more)\n");
}

static void add_answer(const json_t *answer, struct text *out)
{
    const char *verdict = string_of(answer, "verdict");
    if (!strcmp(verdict, "pass")) {
        add_outputs(answer, out);
        return;
    }
    struct text sentence = {0};
    text_addf(&sentence, "%s: %s", verdict, string_of(answer, "summary"));
    add_wrapped(out, text_string(&sentence));
    text_deinit(&sentence);
    const char *story = string_of(answer, "story");
    if (*story)
        text_addf(out, "\n%s", story);
}

static void judge(const struct cell *cell, const json_t *answer, struct result *out)
{
    const char *expected = cell->options.expect ? cell->options.expect : "pass";
    const char *verdict = string_of(answer, "verdict");
    add_answer(answer, &out->output);
    if (!strcmp(verdict, expected))
        return;
    out->outcome = OUTCOME_FAILED;
    text_addf(&out->why, "the explorer's verdict is %s, and the cell expects %s\n%s", verdict, expected,
              text_string(&out->output));
}

static int read_answer(const struct cell *cell, const struct process_result *r, struct result *out)
{
    json_t *answer = json_loads(text_string(&r->out), 0, NULL);
    if (r->timed_out) {
        out->outcome = OUTCOME_FAILED;
        text_addf(&out->why,
                  "was still being explored after %u s; limit=SECONDS gives it more, executions=NUMBER asks "
                  "for less\n",
                  cell->options.limit);
    } else if (json_is_object(answer)) {
        judge(cell, answer, out);
    } else {
        out->outcome = OUTCOME_FAILED;
        text_addf(&out->why, "the explorer gave no answer (status %d)\n%s", r->exit_status,
                  text_string(&r->err));
    }
    json_decref(answer);
    return 0;
}

int explore_cell(const struct work *w, const struct page *page, const struct cell *cell, const char *folder,
                 struct result *out)
{
    char *source = text_format("%s/cell.c", folder), *figure = text_format("%s/cell.svg", folder);
    struct text code = {0};
    struct command command;
    struct process_result r = {0};
    build_source(page, cell, POSITIONS_CELL, &code);
    make_command(&command, &cell->options);
    const struct process_request request = {
        .argv = command.word,
        .env = (const char *const *)w->environment,
        .folder = folder,
        .timeout_ms = cell->options.limit * 1000,
    };
    int error = files_replace(source, code.bytes, code.length);
    if (!error)
        error = process_run(&request, &r);
    if (!error)
        error = read_answer(cell, &r, out);
    if (!error && !out->outcome && files_exists(figure))
        error = files_read(figure, 0, &out->svg);
    process_result_deinit(&r);
    text_deinit(&code);
    free(command.arguments);
    free(source);
    free(figure);
    return error;
}
