#include "workbook/template.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// The place at `s`, which begins with '@'; NULL: none that is known.
static const struct place *place_at(const char *s, const struct place *places)
{
    for (const struct place *p = places; p->name; p++) {
        const size_t n = strlen(p->name);
        if (!strncmp(s + 1, p->name, n) && s[n + 1] == '@')
            return p;
    }
    return NULL;
}

void template_fill(const char *template, const struct place *places, struct text *out)
{
    for (const char *s = template; *s;) {
        const struct place *p = *s == '@' ? place_at(s, places) : NULL;
        if (p) {
            text_add(out, p->value);
            s += strlen(p->name) + 2;
        } else {
            text_add_bytes(out, s++, 1);
        }
    }
}

// Whether the line is `CALL(NAME)`, however far it is indented; *order: how its name stands to `name`.
static bool is_call(const char *line, const char *call, const char *name, int *order)
{
    line += strspn(line, " ");
    const size_t n = strlen(call);
    if (strncmp(line, call, n) != 0 || line[n] != '(')
        return false;
    const char *its = line + n + 1;
    const size_t length = strcspn(its, ")\n");
    *order = strncmp(its, name, length);
    if (!*order && name[length])
        *order = -1;
    return true;
}

void template_insert_call(struct text *file, const char *call, const char *name)
{
    const char *text = text_string(file), *place = NULL;
    size_t indent = 0;
    bool seen = false; // any such call
    for (const char *line = text; *line;) {
        const char *next = line + strcspn(line, "\n");
        next += *next == '\n';
        int order = 0;
        if (is_call(line, call, name, &order)) {
            if (!order)
                return;
            if (order < 0 || !seen) {
                place = order < 0 ? next : line;
                indent = strspn(line, " ");
            }
            seen = true;
        } else if (!seen && !strncmp(line, "endif()", strlen("endif()"))) {
            place = line;
            indent = 2;
        }
        line = next;
    }
    struct text out = {0};
    const size_t before = place ? (size_t)(place - text) : file->length;
    text_add_bytes(&out, text, before);
    if (before && text[before - 1] != '\n')
        text_add(&out, "\n");
    text_addf(&out, "%*s%s(%s)\n", (int)indent, "", call, name);
    text_add(&out, text + before);
    text_deinit(file);
    *file = out;
}

static char *with_for_dash(const char *kebab, char c)
{
    char *s = text_format("%s", kebab);
    for (char *dash = s; (dash = strchr(dash, '-'));)
        *dash = c;
    return s;
}

char *template_title(const char *kebab)
{
    char *s = with_for_dash(kebab, ' ');
    s[0] = (char)toupper((unsigned char)s[0]);
    return s;
}

char *template_identifier(const char *kebab)
{
    return with_for_dash(kebab, '_');
}
