#include "judge/build/diagnostics.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// A message: what it is included from, the error or warning, its source lines, its notes and theirs.
struct message {
    const char *begin, *end;
    bool has_primary; // an error or a warning, not only what leads to one
    bool is_error;
    bool is_ours; // it, or one of its notes, points into the learner's file
};

struct messages {
    struct message *items;
    size_t count, room;
};

enum line_kind { LINE_CONTEXT, LINE_ERROR, LINE_WARNING, LINE_NOTE, LINE_SUMMARY, LINE_OTHER };

// The length of the escape sequence at `at` (ECMA-48: ESC [ … letter); 0: there is none.
static size_t escape_length(const char *at, const char *end)
{
    if (end - at < 2 || at[0] != '\033' || at[1] != '[')
        return 0;
    const char *c = at + 2;
    while (c < end && !isalpha((unsigned char)*c) && *c != '\n')
        c++;
    return (size_t)(c - at) + (c < end && *c != '\n');
}

// The line without colours, cut where it no longer matters.
static void strip(const char *at, const char *end, char *out, size_t room)
{
    size_t n = 0;
    while (at < end && n + 1 < room) {
        const size_t escape = escape_length(at, end);
        if (escape)
            at += escape;
        else
            out[n++] = *at++;
    }
    out[n] = '\0';
}

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

// FILE:LINE:COLUMN: error: …; the word stands before the message, so it is searched only up to the first
// quote.
static bool says(const char *line, const char *word)
{
    const char *at = strstr(line, word), *quote = strpbrk(line, "'`");
    return at && !isspace((unsigned char)*line) && (!quote || at < quote);
}

static enum line_kind classify(const char *line)
{
    if (begins(line, "In file included from ") ||
        (isspace((unsigned char)*line) && begins(line + strspn(line, " "), "from ")))
        return LINE_CONTEXT;
    if (says(line, "error: "))
        return LINE_ERROR;
    if (says(line, "warning: "))
        return LINE_WARNING;
    if (says(line, "note: "))
        return LINE_NOTE;
    if (strstr(line, ": In function ") || strstr(line, ": At top level:"))
        return LINE_CONTEXT;
    if (begins(line, "compilation terminated") ||
        (isdigit((unsigned char)*line) && strstr(line, " generated.")))
        return LINE_SUMMARY;
    return LINE_OTHER;
}

static struct message *begin_message(struct messages *m, const char *at)
{
    if (m->count == m->room) {
        m->room = m->room ? 2 * m->room : 32;
        m->items = realloc(m->items, m->room * sizeof *m->items);
        if (!m->items)
            abort(); // as text.h
    }
    m->items[m->count] = (struct message){.begin = at, .end = at};
    return &m->items[m->count++];
}

static bool points_into(const char *line, const char *file)
{
    return begins(line, file) && line[strlen(file)] == ':';
}

static void take_line(struct messages *m, const char *at, const char *end, const char *source,
                      const char *shown)
{
    char line[1024];
    strip(at, end, line, sizeof line);
    const enum line_kind kind = classify(line);
    const bool primary = kind == LINE_ERROR || kind == LINE_WARNING;
    struct message *now = m->count ? &m->items[m->count - 1] : NULL;

    if (kind == LINE_SUMMARY)
        return;
    if (!now || (now->has_primary && (primary || kind == LINE_CONTEXT)))
        now = begin_message(m, at);
    if (kind == LINE_NOTE && !now->has_primary && m->count > 1) {
        m->count--; // "In file included from" led to a note: it belongs to the message before
        now--;
    }
    now->end = end;
    now->has_primary = now->has_primary || primary;
    now->is_error = now->is_error || kind == LINE_ERROR;
    if (primary || kind == LINE_NOTE)
        now->is_ours = now->is_ours || points_into(line, source) || points_into(line, shown);
}

static void split(const char *output, size_t length, const char *source, const char *shown,
                  struct messages *m)
{
    for (const char *at = output, *end = output + length; at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *next = newline ? newline + 1 : end;
        take_line(m, at, next, source, shown);
        at = next;
    }
}

// What is taken away before each path: `source` without its ending `shown`, if it ends so.
static size_t prefix_length(const char *source, const char *shown)
{
    const size_t a = strlen(source), b = strlen(shown);
    return a > b && strcmp(source + a - b, shown) == 0 ? a - b : 0;
}

static void add_relative(const char *at, const char *end, const char *source, const char *shown,
                         struct text *out)
{
    const size_t prefix = prefix_length(source, shown), whole = strlen(source);
    while (at < end) {
        const size_t left = (size_t)(end - at);
        if (prefix && left >= prefix && memcmp(at, source, prefix) == 0) {
            at += prefix;
        } else if (!prefix && whole && left >= whole && memcmp(at, source, whole) == 0) {
            text_add(out, shown);
            at += whole;
        } else {
            text_add_bytes(out, at++, 1);
        }
    }
}

// Shortens to the last whole line within the limit; a line that alone is too long is cut between characters.
static void cut(struct text *t, size_t limit)
{
    size_t keep = limit;
    while (keep > 0 && t->bytes[keep - 1] != '\n')
        keep--;
    if (keep == 0) {
        keep = limit;
        while (keep > 0 && (t->bytes[keep] & 0xc0) == 0x80)
            keep--;
    }
    text_truncate(t, keep);
}

static void add_closing(struct text *out, size_t elsewhere, size_t more, bool cut_short)
{
    if (!elsewhere && !more && !cut_short)
        return;
    if (out->length && out->bytes[out->length - 1] != '\n')
        text_add(out, "\n");
    if (memchr(text_string(out), '\033', out->length))
        text_add(out, "\033[0m"); // the cut may have taken the end of a colour
    text_add(out, "…");
    if (more)
        text_addf(out, " %zu more message%s cut", more, more == 1 ? " was" : "s were");
    else if (cut_short)
        text_add(out, " the rest of the message was cut");
    if (elsewhere)
        text_addf(out, "%s %zu message%s in other files", more || cut_short ? ", and" : "", elsewhere,
                  elsewhere == 1 ? "" : "s");
    text_add(out, "\n");
}

void diagnostics_trim(const char *output, size_t length, const char *source, const char *shown,
                      struct text *out)
{
    struct messages m = {0};
    split(output, length, source, shown, &m);
    bool any_ours = false;
    for (size_t i = 0; i < m.count; i++)
        any_ours = any_ours || m.items[i].is_ours;

    struct text kept = {0};
    size_t errors = 0, elsewhere = 0, more = 0;
    bool cut_short = false;
    for (size_t i = 0; i < m.count; i++) {
        const struct message *is = &m.items[i];
        if (any_ours && !is->is_ours) {
            elsewhere++;
        } else if (cut_short || errors == DIAGNOSTICS_ERRORS) {
            more++;
        } else {
            add_relative(is->begin, is->end, source, shown, &kept);
            errors += is->is_error;
            cut_short = kept.length > DIAGNOSTICS_BYTES;
        }
    }
    if (cut_short)
        cut(&kept, DIAGNOSTICS_BYTES);
    add_closing(&kept, elsewhere, more, cut_short);
    text_add_bytes(out, text_string(&kept), kept.length);
    text_deinit(&kept);
    free(m.items);
}
