#include "common/catalogue.h"
#include "common/text.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *string_of(const json_t *record, const char *key)
{
    const char *s = json_string_value(json_object_get(record, key));
    return s ? s : "";
}

static names names_of(const json_t *record, const char *key)
{
    const json_t *array = json_object_get(record, key);
    const size_t n = json_array_size(array);
    const char **list = calloc(n + 1, sizeof *list);
    for (size_t i = 0; list && i < n; i++)
        list[i] = json_string_value(json_array_get(array, i));
    return list;
}

static void read_exercise(struct exercise *e, const json_t *r)
{
    *e = (struct exercise){
        .id = string_of(r, "id"),
        .name = string_of(r, "name"),
        .chapter = string_of(r, "chapter"),
        .title = string_of(r, "title"),
        .kind = string_of(r, "kind"),
        .stub = string_of(r, "stub"),
        .points = (int)json_integer_value(json_object_get(r, "points")),
        .sources = names_of(r, "sources"),
        .given = names_of(r, "given"),
        .exports = names_of(r, "exports"),
        .analyses = names_of(r, "analyses"),
        .topics = names_of(r, "topics"),
        .imports = names_of(r, "imports"),
        .data = names_of(r, "data"),
        .flags = names_of(r, "flags"),
        .folder = string_of(r, "folder"),
        .solution = string_of(r, "solution"),
        .tests = string_of(r, "tests"),
        .prepared = string_of(r, "prepared"),
    };
}

static int read_all(struct catalogue *c)
{
    c->root = string_of(c->json, "root");
    c->build = string_of(c->json, "build");
    const json_t *chapters = json_object_get(c->json, "chapters");
    const json_t *exercises = json_object_get(c->json, "exercises");
    c->chapters = calloc(json_array_size(chapters) + 1, sizeof *c->chapters);
    c->exercises = calloc(json_array_size(exercises) + 1, sizeof *c->exercises);
    if (!c->chapters || !c->exercises)
        return ENOMEM;
    for (; c->nchapters < json_array_size(chapters); c->nchapters++) {
        const json_t *r = json_array_get(chapters, c->nchapters);
        c->chapters[c->nchapters] = (struct chapter){
            .name = string_of(r, "name"), .title = string_of(r, "title"), .page = string_of(r, "page")};
    }
    for (; c->nexercises < json_array_size(exercises); c->nexercises++)
        read_exercise(&c->exercises[c->nexercises], json_array_get(exercises, c->nexercises));
    return 0;
}

int catalogue_load(const char *path, struct catalogue **out, char **why)
{
    *why = NULL;
    FILE *f = fopen(path, "r");
    if (!f)
        return errno;
    struct catalogue *c = calloc(1, sizeof *c);
    if (!c) {
        fclose(f);
        return ENOMEM;
    }
    json_error_t where;
    int error = 0;
    c->json = json_loadf(f, 0, &where);
    fclose(f);
    if (!c->json) {
        *why = text_format("line %d: %s", where.line, where.text);
        error = EINVAL;
    } else if (json_integer_value(json_object_get(c->json, "schema")) != 1) {
        *why = text_format("not a catalogue of schema 1");
        error = EINVAL;
    } else {
        error = read_all(c);
    }
    if (error)
        catalogue_free(c);
    else
        *out = c;
    return error;
}

void catalogue_free(struct catalogue *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->nexercises; i++) {
        const struct exercise *e = &c->exercises[i];
        const names lists[] = {e->sources, e->given,   e->exports, e->analyses,
                               e->topics,  e->imports, e->data,    e->flags};
        for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
            free((void *)lists[k]);
    }
    free(c->chapters);
    free(c->exercises);
    json_decref(c->json);
    free(c);
}

static bool is_id(const struct exercise *e, const char *what)
{
    int chapter, number, end = 0, its_chapter, its_number;
    if (sscanf(what, "%2d-%2d%n", &chapter, &number, &end) != 2 || what[end] != '\0')
        return false;
    sscanf(e->id, "%d-%d", &its_chapter, &its_number);
    return chapter == its_chapter && number == its_number;
}

static bool is_path(const struct exercise *e, const char *resolved)
{
    const size_t n = strlen(e->folder);
    return !strncmp(resolved, e->folder, n) && (resolved[n] == '\0' || resolved[n] == '/');
}

const struct exercise *catalogue_find(const struct catalogue *c, const char *what)
{
    char resolved[PATH_MAX];
    const bool on_disk = realpath(what, resolved) != NULL;
    const struct exercise *found = NULL;
    for (size_t i = 0; i < c->nexercises; i++) {
        const struct exercise *e = &c->exercises[i];
        const bool fits = is_id(e, what) || !strcmp(e->name, what) ||
                          !strcmp(strchr(e->name, '-') + 1, what) || (on_disk && is_path(e, resolved));
        if (fits && found)
            return NULL;
        if (fits)
            found = e;
    }
    return found;
}

size_t names_count(names list)
{
    size_t n = 0;
    while (list[n])
        n++;
    return n;
}

int names_has(names list, const char *name)
{
    for (; *list; list++)
        if (!strcmp(*list, name))
            return 1;
    return 0;
}
