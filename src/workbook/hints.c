#include "workbook/hints.h"

#include "common/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT_MAX = 3 };

// Whether a hint begins at this line: "2. …", "2) …" or "- [verdict] …" at the margin, or "## …".
// *skip: bytes before its text; a heading's own words are a title, and not part of it.
static bool begins_hint(const char *line, size_t *skip)
{
    const size_t digits = strspn(line, "0123456789");
    if (digits && (line[digits] == '.' || line[digits] == ')') && line[digits + 1] == ' ')
        *skip = digits + 2;
    else if ((line[0] == '-' || line[0] == '*') && line[1] == ' ' && line[2] == '[')
        *skip = 2;
    else if (!strncmp(line, "## ", 3))
        *skip = strcspn(line, "[\n");
    else if (line[0] == '[' && islower((unsigned char)line[1]))
        *skip = 0;
    else
        return false;
    return true;
}

// "[deadlock] …" → the length of the mark with its brackets; 0: there is none, or it is a link.
static size_t mark_length(const char *s)
{
    if (s[0] != '[')
        return 0;
    const size_t n = strspn(s + 1, "abcdefghijklmnopqrstuvwxyz-");
    return n && s[n + 1] == ']' && s[n + 2] != '(' && s[n + 2] != '[' ? n + 2 : 0;
}

static char *trimmed(const struct text *t)
{
    const char *s = text_string(t);
    s += strspn(s, " \n");
    size_t n = strlen(s);
    while (n && isspace((unsigned char)s[n - 1]))
        n--;
    return text_format("%.*s", (int)n, s);
}

// Puts a hint that has been read to where it belongs.
static void keep(struct hints *h, struct text *t)
{
    char *text = trimmed(t);
    const size_t mark = mark_length(text);
    text_truncate(t, 0);
    if (mark && h->nmarked < HINTS_MAX) {
        const char *rest = text + mark + strspn(text + mark, " :\n");
        h->marked[h->nmarked++] =
            (struct verdict_hint){text_format("%.*s", (int)mark - 2, text + 1), text_format("%s", rest)};
    } else if (!mark && *text && h->nsteps < HINTS_MAX) {
        h->steps[h->nsteps++] = text;
        return;
    }
    free(text);
}

static void add_line(struct text *t, const char *line, size_t length)
{
    size_t indent = 0;
    while (indent < INDENT_MAX && indent < length && line[indent] == ' ')
        indent++;
    text_add_bytes(t, line + indent, length - indent);
    text_add(t, "\n");
}

void hints_read(const char *text, struct hints *out)
{
    *out = (struct hints){0};
    struct text hint = {0};
    bool inside = false, code = false; // in a hint; in a fenced block, where "1." is code
    for (const char *line = text; *line;) {
        const size_t length = strcspn(line, "\n");
        size_t skip = 0;
        if (!code && begins_hint(line, &skip)) {
            if (inside)
                keep(out, &hint);
            inside = true;
        }
        const char *unindented = line + strspn(line, " ");
        code ^= !strncmp(unindented, "```", 3);
        if (inside)
            add_line(&hint, line + skip, length - skip);
        line += length + (line[length] == '\n');
    }
    if (inside)
        keep(out, &hint);
    text_deinit(&hint);
}

void hints_deinit(struct hints *h)
{
    for (size_t i = 0; i < h->nsteps; i++)
        free(h->steps[i]);
    for (size_t i = 0; i < h->nmarked; i++) {
        free(h->marked[i].verdict);
        free(h->marked[i].text);
    }
    *h = (struct hints){0};
}

const char *hints_for(const struct hints *h, const char *verdict)
{
    for (size_t i = 0; verdict && i < h->nmarked; i++)
        if (!strcmp(h->marked[i].verdict, verdict))
            return h->marked[i].text;
    return NULL;
}
