#include "common/arguments.h"
#include "common/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add_owned(struct arguments *a, char *s)
{
    if (a->count + 2 > a->room) {
        a->room = a->room ? 2 * a->room : 16;
        a->list = realloc(a->list, a->room * sizeof *a->list);
    }
    if (!s || !a->list) {
        fputs("out of memory\n", stderr);
        abort();
    }
    a->list[a->count++] = s;
    a->list[a->count] = NULL;
}

void arguments_add(struct arguments *a, const char *s)
{
    add_owned(a, strdup(s));
}

void arguments_add_all(struct arguments *a, const char *const *list)
{
    for (; *list; list++)
        arguments_add(a, *list);
}

void arguments_addf(struct arguments *a, const char *format, ...)
{
    struct text t = {0};
    va_list args;
    va_start(args, format);
    text_add(&t, "");
    text_addv(&t, format, args);
    va_end(args);
    add_owned(a, t.bytes);
}

const char *const *arguments_list(const struct arguments *a)
{
    static const char *const empty[] = {NULL};
    return a->list ? (const char *const *)a->list : empty;
}

void arguments_deinit(struct arguments *a)
{
    for (size_t i = 0; i < a->count; i++)
        free(a->list[i]);
    free(a->list);
    *a = (struct arguments){0};
}
