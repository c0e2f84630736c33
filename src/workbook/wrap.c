#include "workbook/wrap.h"

#include "common/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { TAB = 8, HANG_MAX = 24 };

// The line that is being filled, and what is needed to cut it at its last space.
struct line {
    struct text text;   // what is shown so far, colours included
    struct text colour; // the colours that hold here: all sequences since the last reset
    int column;
    size_t space;             // length of `text` just after its last space; 0: none
    int space_column;         // columns up to there
    struct text space_colour; // the colours that hold there
    int hang;                 // where its continuation begins: under its text, to the right of a label
    int begun;                // how often text has begun in it, as note_text() counts
    int blanks;               // spaces just before this place
    struct wrapped *out;
};

// Ends the line; the next one begins with the same colours.
static void finish(struct line *l, const struct text *colour)
{
    if (colour->length)
        text_add(&l->text, "\033[0m");
    char **more = realloc(l->out->lines, (l->out->count + 1) * sizeof *more);
    if (!more)
        abort();
    l->out->lines = more;
    l->out->lines[l->out->count++] = text_format("%s", text_string(&l->text));
    text_truncate(&l->text, 0);
    text_add(&l->text, text_string(colour));
    l->column = l->space_column = 0;
    l->space = 0;
}

// Notes where text begins: after the indent, and once more after a label that two spaces end ("  found 0").
static void note_text(struct line *l, char c)
{
    if (c == ' ') {
        l->blanks++;
        return;
    }
    const bool begins = l->blanks == l->column || l->blanks >= 2;
    if (begins && l->begun < 2 && l->column <= HANG_MAX) {
        l->hang = l->column;
        l->begun++;
    }
    l->blanks = 0;
}

// The line is full: ends it at its last space if that is in its second half, else here.
static void cut(struct line *l, int columns)
{
    const struct text *colour = &l->colour;
    char *rest = NULL;
    int rest_columns = 0;
    if (l->space && l->space_column > columns / 2) {
        rest = text_format("%s", l->text.bytes + l->space);
        rest_columns = l->column - l->space_column;
        text_truncate(&l->text, l->space);
        colour = &l->space_colour; // `rest` has the sequences from there to here
    }
    finish(l, colour);
    const int hang = l->hang < columns / 2 ? l->hang : 0;
    text_addf(&l->text, "%*s%s", hang, "", rest ? rest : "");
    l->column = hang + rest_columns;
    l->begun = 2; // the continuation keeps the place
    free(rest);
}

// The length of an escape sequence at `s`; is_colour tells whether it is one of those that set colours.
static size_t escape_length(const char *s, bool *is_colour)
{
    *is_colour = false;
    if (s[1] != '[')
        return s[1] ? 2 : 1;
    size_t n = 2 + strspn(s + 2, "0123456789;:?");
    if (!s[n])
        return n;
    *is_colour = s[n] == 'm';
    return n + 1;
}

static size_t add_escape(struct line *l, const char *s)
{
    bool is_colour;
    const size_t n = escape_length(s, &is_colour);
    if (!is_colour)
        return n;
    text_add_bytes(&l->text, s, n);
    if ((n == 3) || (n == 4 && s[2] == '0'))
        text_truncate(&l->colour, 0);
    else
        text_add_bytes(&l->colour, s, n);
    return n;
}

// One character and its width; a byte that is no UTF-8 is shown as "?".
static size_t add_character(struct line *l, const char *s, int columns)
{
    wchar_t c;
    mbstate_t state = {0};
    size_t n = mbrtowc(&c, s, strlen(s), &state);
    const bool broken = n == (size_t)-1 || n == (size_t)-2;
    int width = broken ? 1 : wcwidth(c);
    if (broken)
        n = 1;
    if (width < 0)
        return n; // a control character
    note_text(l, *s);
    if (l->column + width > columns)
        cut(l, columns);
    text_add_bytes(&l->text, broken ? "?" : s, n);
    l->column += width;
    if (*s == ' ') {
        l->space = l->text.length;
        l->space_column = l->column;
        text_truncate(&l->space_colour, 0);
        text_add(&l->space_colour, text_string(&l->colour));
    }
    return n;
}

void wrap_text(const char *text, int columns, struct wrapped *out)
{
    *out = (struct wrapped){0};
    struct line l = {.out = out};
    bool ended = true; // with a newline, or nothing at all
    for (const char *s = text; *s;) {
        ended = *s == '\n';
        if (*s == '\n') {
            finish(&l, &l.colour);
            l.hang = l.begun = l.blanks = 0;
            s++;
        } else if (*s == '\033') {
            s += add_escape(&l, s);
        } else if (*s == '\t') {
            do
                add_character(&l, " ", columns);
            while (l.column % TAB);
            s++;
        } else {
            s += add_character(&l, s, columns);
        }
    }
    if (!ended)
        finish(&l, &l.colour);
    text_deinit(&l.text);
    text_deinit(&l.colour);
    text_deinit(&l.space_colour);
}

void wrapped_deinit(struct wrapped *w)
{
    for (size_t i = 0; i < w->count; i++)
        free(w->lines[i]);
    free(w->lines);
    *w = (struct wrapped){0};
}

int wrap_columns(const char *text)
{
    int columns = 0;
    while (*text) {
        wchar_t c;
        mbstate_t state = {0};
        bool is_colour;
        if (*text == '\033') {
            text += escape_length(text, &is_colour);
            continue;
        }
        const size_t n = mbrtowc(&c, text, strlen(text), &state);
        const bool broken = n == (size_t)-1 || n == (size_t)-2;
        const int width = broken ? 1 : wcwidth(c);
        columns += width > 0 ? width : 0;
        text += broken ? 1 : n;
    }
    return columns;
}
