// `workbook run` and `workbook book`: the notebook, a program of its own, called with the pages' paths.
#include "workbook/commands.h"

#include "workbook/nearest.h"
#include "workbook/session.h"
#include "workbook/spawn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct chapter *find_chapter(const struct catalogue *c, const char *what)
{
    const struct chapter *chapter = resolve_chapter(c, what);
    if (chapter)
        return chapter;
    const char **known = calloc(c->nchapters + 1, sizeof *known);
    for (size_t i = 0; known && i < c->nchapters; i++)
        known[i] = c->chapters[i].name;
    const char *near = known ? nearest_one(what, known, c->nchapters) : NULL;
    complain("no chapter is called %s%s%s", what, near ? "; did you mean " : "", near ? near : "");
    free(known);
    return NULL;
}

// Gives the notebook's exit status.
static int call_notebook(const char *verb, const char *page, const char *cell)
{
    char *notebook = session_tool("notebook");
    const char *const argv[] = {notebook, verb, page, cell, NULL};
    int status = 0;
    const int error = spawn_and_wait(argv, NULL, &status);
    if (error)
        complain("the notebook %s cannot be run: %s. Build the workbook again: ./workbook start", notebook,
                 strerror(error));
    free(notebook);
    return error ? EXIT_FAILED : status;
}

int command_run(const struct arguments *args)
{
    if (!args->nwords) {
        complain("run: which chapter? All of them: ./workbook list");
        return EXIT_USAGE;
    }
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    const struct chapter *chapter = find_chapter(s.catalogue, args->words[0]);
    const int status = chapter ? call_notebook("run", chapter->page, args->words[1]) : EXIT_USAGE;
    session_close(&s);
    return status;
}

// The verb that the options ask for; NULL: more than one does.
static const char *verb_of(const struct arguments *args)
{
    static const char *const verbs[] = {"check", "update", "weave", "ipynb"};
    const char *verb = NULL;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        char option[16];
        snprintf(option, sizeof option, "--%s", verbs[i]);
        if (!arguments_has(args, option))
            continue;
        if (verb)
            return NULL;
        verb = verbs[i];
    }
    return verb ? verb : verbs[0];
}

static int call_for_all(const struct catalogue *c, const char *verb)
{
    int first = 0;
    for (size_t i = 0; i < c->nchapters; i++) {
        const int status = call_notebook(verb, c->chapters[i].page, NULL);
        first = first ? first : status;
    }
    return first;
}

static int call_for_some(const struct catalogue *c, const char *verb, const struct arguments *args)
{
    int first = 0;
    for (size_t i = 0; i < args->nwords; i++) {
        const struct chapter *chapter = find_chapter(c, args->words[i]);
        const int status = chapter ? call_notebook(verb, chapter->page, NULL) : EXIT_USAGE;
        first = first ? first : status;
    }
    return first;
}

int command_book(const struct arguments *args)
{
    const char *verb = verb_of(args);
    if (!verb) {
        complain("book: one of --check, --update, --weave, --ipynb at a time");
        return EXIT_USAGE;
    }
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    const int status =
        args->nwords ? call_for_some(s.catalogue, verb, args) : call_for_all(s.catalogue, verb);
    session_close(&s);
    return status;
}
