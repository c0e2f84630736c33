// `workbook list`: every exercise and how it stands.
#include "workbook/list.h"

#include "workbook/commands.h"

#include "workbook/style.h"
#include "workbook/verdict.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *record(const struct session *s, const struct exercise *e)
{
    char *file = session_file(s, e);
    const char *verdict = session_verdict(s, e);
    json_t *r = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s?, s:b, s:b, s:i}", "id", e->id, "name", e->name,
                          "chapter", e->chapter, "title", e->title, "kind", e->kind, "file", file, "verdict",
                          verdict, "edited", !verdict && progress_is_judged(s->progress, e->id), "passed",
                          progress_has_passed(s->progress, e->id), "points", e->points);
    free(file);
    return r;
}

static int print_json(const struct session *s, struct selection all)
{
    json_t *array = json_array();
    for (size_t i = 0; i < all.count; i++)
        json_array_append_new(array, record(s, &all.first[i]));
    const int failed = json_dumpf(array, stdout, JSON_COMPACT);
    json_decref(array);
    puts("");
    return failed ? EXIT_FAILED : 0;
}

static void add_chapter(const struct session *s, const char *name, struct selection all, struct text *out)
{
    size_t asked = 0, passed = 0;
    const char *title = name;
    for (size_t i = 0; i < s->catalogue->nchapters; i++)
        if (!strcmp(s->catalogue->chapters[i].name, name))
            title = s->catalogue->chapters[i].title;
    for (size_t i = 0; i < all.count; i++)
        if (!strcmp(all.first[i].chapter, name)) {
            asked++;
            passed += progress_has_passed(s->progress, all.first[i].id);
        }
    text_addf(out, "\n%s%.2s  %s%s  %zu of %zu\n", style(STYLE_BOLD), name, title, style(STYLE_END), passed,
              asked);
}

// Gives whether the exercise was edited since it was judged.
static bool add_exercise(const struct session *s, const struct exercise *e, bool is_current, struct text *out)
{
    const char *verdict = session_verdict(s, e);
    const bool edited = !verdict && progress_is_judged(s->progress, e->id);
    const char *shown = verdict ? verdict : edited ? "edited" : "";
    text_addf(out, "%s %s  %s%-12s%s  %s\n", is_current ? ">" : " ", e->id,
              verdict ? style(verdict_colour(verdict)) : "", shown, verdict ? style(STYLE_END) : "",
              e->title);
    return edited;
}

void list_table(const struct session *s, struct selection all, struct text *out)
{
    const struct exercise *current = session_current(s);
    const char *chapter = "";
    bool edited = false;
    for (size_t i = 0; i < all.count; i++) {
        const struct exercise *e = &all.first[i];
        if (strcmp(e->chapter, chapter) != 0)
            add_chapter(s, chapter = e->chapter, all, out);
        edited = add_exercise(s, e, e == current, out) || edited;
    }
    if (edited)
        text_add(out, "\nedited: not judged since your edit\n");
}

static void print_table(const struct session *s, struct selection all)
{
    struct text out = {0};
    list_table(s, all, &out);
    const struct exercise *current = session_current(s);
    text_addf(&out, "\nGo on with %s: ./workbook start\n", current->id);
    fputs(text_string(&out), stdout);
    text_deinit(&out);
}

int command_list(const struct arguments *args)
{
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    struct selection all = {s.catalogue->exercises, s.catalogue->nexercises};
    char *why = NULL;
    int status = 0;
    if (args->nwords && resolve(s.catalogue, args->words[0], &all, &why)) {
        complain("%s", why);
        status = EXIT_USAGE;
    } else if (arguments_has(args, "--json")) {
        status = print_json(&s, all);
    } else if (!all.count) {
        printf("There are no exercises here yet.\n");
    } else {
        print_table(&s, all);
    }
    free(why);
    session_close(&s);
    return status;
}
