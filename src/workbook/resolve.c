#include "workbook/resolve.h"

#include "common/text.h"
#include "workbook/nearest.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUGGESTIONS = 3 };

const struct chapter *resolve_chapter(const struct catalogue *c, const char *what)
{
    int number, its_number, end = 0;
    const bool is_number = sscanf(what, "%2d%n", &number, &end) == 1 && what[end] == '\0';
    for (size_t i = 0; i < c->nchapters; i++) {
        const char *name = c->chapters[i].name, *dash = strchr(name, '-');
        if (is_number && sscanf(name, "%d", &its_number) == 1 && number == its_number)
            return &c->chapters[i];
        if (!strcmp(name, what) || (dash && !strcmp(dash + 1, what)))
            return &c->chapters[i];
    }
    return NULL;
}

static struct selection of_chapter(const struct catalogue *c, const struct chapter *chapter)
{
    struct selection s = {c->exercises, 0};
    for (size_t i = 0; i < c->nexercises; i++)
        if (!strcmp(c->exercises[i].chapter, chapter->name)) {
            if (!s.count)
                s.first = &c->exercises[i];
            s.count++;
        }
    return s;
}

static const char *after_number(const char *name)
{
    const char *dash = strchr(name, '-');
    return dash ? dash + 1 : name;
}

// All that somebody could have meant: ids, and names without their number.
static char *nobody_found(const struct catalogue *c, const char *what)
{
    const char **known = calloc(2 * c->nexercises + c->nchapters + 1, sizeof *known);
    const char *near[SUGGESTIONS];
    size_t n = 0;
    for (size_t i = 0; known && i < c->nexercises; i++) {
        known[n++] = c->exercises[i].id;
        known[n++] = after_number(c->exercises[i].name);
    }
    for (size_t i = 0; known && i < c->nchapters; i++)
        known[n++] = after_number(c->chapters[i].name);
    const size_t found = nearest(what, known, n, near, SUGGESTIONS);
    struct text t = {0};
    text_addf(&t, "no exercise or chapter is called %s", what);
    for (size_t i = 0; i < found; i++)
        text_addf(&t, "%s %s", i == 0 ? "; did you mean" : i + 1 == found ? " or" : ",", near[i]);
    text_add(&t, found ? "? All of them: ./workbook list" : ". All of them: ./workbook list");
    free(known);
    return t.bytes;
}

int resolve(const struct catalogue *c, const char *what, struct selection *out, char **why)
{
    *why = NULL;
    const struct exercise *one = catalogue_find(c, what);
    const struct chapter *chapter = one ? NULL : resolve_chapter(c, what);
    if (!one && !chapter) {
        *why = nobody_found(c, what);
        return ENOENT;
    }
    *out = one ? (struct selection){one, 1} : of_chapter(c, chapter);
    return 0;
}

const char *resolve_shown(const struct catalogue *c, const char *path)
{
    const size_t n = strlen(c->root);
    return !strncmp(path, c->root, n) && path[n] == '/' ? path + n + 1 : path;
}
