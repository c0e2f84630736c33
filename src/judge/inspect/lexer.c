#include "judge/inspect/lexer.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

// ------------------------------------------------------------ translation phases 1 and 2 (C17 5.1.1.2)

// The character that ??x stands for; 0: none.
static char trigraph(char third)
{
    static const char from[] = "=(/)'<!>-", to[] = "#[\\]^{|}~";
    const char *at = third ? strchr(from, third) : NULL;
    return at ? to[at - from] : '\0';
}

// Bytes from a backslash to the line's end, if only space stands between, as gcc and clang read it; 0: no
// splice.
static size_t splice_length(const char *at, const char *end)
{
    const char *c = at;
    while (c < end && (*c == ' ' || *c == '\t' || *c == '\v' || *c == '\f' || *c == '\r'))
        c++;
    return c < end && *c == '\n' ? (size_t)(c - at) + 1 : 0;
}

static void clean(const char *bytes, size_t length, struct tokens *out)
{
    const char *c = bytes, *end = bytes + length;
    int line = 1;
    while (c < end) {
        char is = *c;
        size_t used = 1;
        if (is == '?' && end - c >= 3 && c[1] == '?' && trigraph(c[2])) {
            is = trigraph(c[2]);
            used = 3;
        }
        const size_t splice = is == '\\' ? splice_length(c + used, end) : 0;
        if (splice) {
            c += used + splice;
            line++;
            continue;
        }
        out->clean[out->length] = is;
        out->lines[out->length++] = line;
        line += is == '\n';
        c += used;
    }
}

// -------------------------------------------------------------- what the preprocessor made of it instead

// The number of the line that follows a marker, `# 12 "till.c" 2`, and whether that is one of the file; 0: no
// marker. Only what begins in column 1 is one: a # that a macro made has a space before it.
static int marker(const char *at, const char *end, const char *file, bool *is_file)
{
    const size_t length = strlen(file);
    char *rest;
    if (end - at < 4 || at[0] != '#' || at[1] != ' ' || !isdigit((unsigned char)at[2]))
        return 0;
    const long line = strtol(at + 2, &rest, 10);
    *is_file = (size_t)(end - rest) >= length + 3 && rest[1] == '"' && !memcmp(rest + 2, file, length) &&
               rest[2 + length] == '"';
    return line > 0 && line < INT_MAX ? (int)line : 1;
}

// Phases 1 and 2 are over here: a string may hold what would be a trigraph.
static void keep_lines_of(const char *file, const char *bytes, size_t length, struct tokens *out)
{
    const char *end = bytes + length;
    bool kept = false;
    int line = 1;
    for (const char *c = bytes, *next; c < end; c = next) {
        const char *newline = memchr(c, '\n', (size_t)(end - c));
        next = newline ? newline + 1 : end;
        const int follows = newline ? marker(c, newline, file, &kept) : 0;
        for (const char *b = c; kept && !follows && b < next; b++) {
            out->clean[out->length] = *b;
            out->lines[out->length++] = line;
        }
        line = follows ? follows : line + 1;
    }
}

// ------------------------------------------------------------------------------------- phase 3: tokens

struct reader {
    const char *at, *end;
    struct tokens *out;
    size_t room;
    bool line_begins; // only space and comments so far
    bool include;     // in a line #include…: <x> and "x" are headers
    bool failed;      // out of memory
};

static bool is_name_byte(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (c & 0x80);
}

static char peek(const struct reader *r, size_t ahead)
{
    return (size_t)(r->end - r->at) > ahead ? r->at[ahead] : '\0';
}

static void skip_comment(struct reader *r)
{
    const bool block = r->at[1] == '*';
    r->at += 2;
    while (r->at < r->end) {
        if (block && *r->at == '*' && peek(r, 1) == '/') {
            r->at += 2;
            return;
        }
        if (!block && *r->at == '\n')
            return;
        r->at++;
    }
}

static size_t quoted_length(const struct reader *r, char close, bool escapes)
{
    const char *c = r->at + 1;
    while (c < r->end && *c != close && *c != '\n')
        c += escapes && *c == '\\' && r->end - c > 1 && c[1] != '\n' ? 2 : 1;
    return (size_t)(c - r->at) + (c < r->end && *c == close);
}

// C17 6.4.8: digits, letters, dots, and a sign after an exponent letter.
static size_t number_length(const struct reader *r)
{
    const char *c = r->at + 1;
    while (c < r->end &&
           (is_name_byte(*c) || *c == '.' || ((*c == '+' || *c == '-') && strchr("eEpP", c[-1]))))
        c++;
    return (size_t)(c - r->at);
}

static size_t name_length(const struct reader *r)
{
    const char *c = r->at;
    while (c < r->end && is_name_byte(*c))
        c++;
    return (size_t)(c - r->at);
}

static const char *digraph(const struct reader *r)
{
    static const char *const table[][2] = {{"<:", "["}, {":>", "]"}, {"<%", "{"}, {"%>", "}"}, {"%:", "#"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (*r->at == table[i][0][0] && peek(r, 1) == table[i][0][1])
            return table[i][1];
    return NULL;
}

static void add(struct reader *r, enum token_kind kind, const char *text, size_t length, size_t used)
{
    struct tokens *t = r->out;
    if (t->count == r->room) {
        const size_t room = r->room ? 2 * r->room : 256;
        struct token *items = realloc(t->items, room * sizeof *items);
        if (!items) {
            r->failed = true;
            return;
        }
        t->items = items;
        r->room = room;
    }
    t->items[t->count++] = (struct token){kind, text, length, t->lines[r->at - t->clean], r->line_begins};
    r->at += used;
    r->line_begins = kind == TOKEN_NEWLINE;
    if (kind == TOKEN_NEWLINE)
        r->include = false;
}

static void add_as_is(struct reader *r, enum token_kind kind, size_t length)
{
    add(r, kind, r->at, length, length);
}

// A line that began "# include", "# include_next", "# import" or "# embed" up to the token just added.
static bool is_include_line(const struct tokens *t)
{
    if (t->count < 2)
        return false;
    const struct token *hash = &t->items[t->count - 2], *name = &t->items[t->count - 1];
    return hash->first_in_line && token_is(hash, "#") &&
           (token_begins(name, "include") || token_is(name, "import") || token_is(name, "embed"));
}

static void read_token(struct reader *r)
{
    const char c = *r->at;
    if (c == '\n') {
        add_as_is(r, TOKEN_NEWLINE, 1);
    } else if (isspace((unsigned char)c)) {
        r->at++;
    } else if (c == '/' && (peek(r, 1) == '/' || peek(r, 1) == '*')) {
        skip_comment(r);
    } else if (r->include && (c == '<' || c == '"')) {
        add_as_is(r, TOKEN_HEADER, quoted_length(r, c == '<' ? '>' : '"', false));
    } else if (c == '"' || c == '\'') {
        add_as_is(r, c == '"' ? TOKEN_STRING : TOKEN_CHARACTER, quoted_length(r, c, true));
    } else if (isdigit((unsigned char)c) || (c == '.' && isdigit((unsigned char)peek(r, 1)))) {
        add_as_is(r, TOKEN_NUMBER, number_length(r));
    } else if (is_name_byte(c)) {
        add_as_is(r, TOKEN_NAME, name_length(r));
        r->include = r->include || is_include_line(r->out);
    } else {
        const char *means = digraph(r);
        add(r, TOKEN_PUNCTUATION, means ? means : r->at, 1, means ? 2 : 1);
    }
}

static int make_room(size_t length, struct tokens *out)
{
    *out = (struct tokens){.clean = malloc(length + 1), .lines = malloc((length + 1) * sizeof *out->lines)};
    if (out->clean && out->lines)
        return 0;
    tokens_deinit(out);
    return ENOMEM;
}

static int cut(struct tokens *out)
{
    struct reader r = {.at = out->clean, .end = out->clean + out->length, .out = out, .line_begins = true};
    while (r.at < r.end && !r.failed)
        read_token(&r);
    if (r.failed) {
        tokens_deinit(out);
        return ENOMEM;
    }
    return 0;
}

int tokens_read(const char *bytes, size_t length, struct tokens *out)
{
    if (make_room(length, out))
        return ENOMEM;
    clean(bytes, length, out);
    return cut(out);
}

int tokens_read_preprocessed(const char *bytes, size_t length, const char *file, struct tokens *out)
{
    if (make_room(length, out))
        return ENOMEM;
    keep_lines_of(file, bytes, length, out);
    return cut(out);
}

void tokens_deinit(struct tokens *t)
{
    free(t->items);
    free(t->clean);
    free(t->lines);
    *t = (struct tokens){0};
}

bool token_is(const struct token *t, const char *text)
{
    return (t->kind == TOKEN_NAME || t->kind == TOKEN_PUNCTUATION) && t->length == strlen(text) &&
           memcmp(t->text, text, t->length) == 0;
}

bool token_begins(const struct token *t, const char *prefix)
{
    const size_t length = strlen(prefix);
    return t->length >= length && memcmp(t->text, prefix, length) == 0;
}
