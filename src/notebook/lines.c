#include "notebook/lines.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must_have(void *memory)
{
    if (!memory) {
        fputs("out of memory\n", stderr);
        abort();
    }
    return memory;
}

struct lines lines_of(const char *text)
{
    struct lines l = {0};
    size_t room = 0;
    while (*text) {
        const size_t length = strcspn(text, "\n");
        size_t kept = length;
        while (kept && isspace((unsigned char)text[kept - 1]))
            kept--;
        if (l.count == room) {
            room = room ? 2 * room : 16;
            l.line = must_have(realloc(l.line, room * sizeof *l.line));
        }
        l.line[l.count++] = must_have(strndup(text, kept));
        text += length + (text[length] == '\n');
    }
    return l;
}

void lines_deinit(struct lines *l)
{
    for (size_t k = 0; k < l->count; k++)
        free(l->line[k]);
    free(l->line);
    *l = (struct lines){0};
}

// The length of the UTF-8 sequence that begins here; 0: it is none (RFC 3629, section 4).
static size_t sequence(const unsigned char *s, size_t left)
{
    static const struct {
        unsigned char mask, lead;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
    for (size_t more = 0; more < 4; more++) {
        if ((*s & forms[more].mask) != forms[more].lead)
            continue;
        if (more + 1 > left)
            return 0;
        uint32_t code = *s & (unsigned char)~forms[more].mask;
        for (size_t k = 1; k <= more; k++) {
            if ((s[k] & 0xc0) != 0x80)
                return 0;
            code = code << 6 | (s[k] & 0x3f);
        }
        return code < forms[more].least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0
                                                                                                : more + 1;
    }
    return 0;
}

size_t lines_not_utf8(const char *bytes, size_t length)
{
    size_t at = 0, step;
    while (at < length && (step = sequence((const unsigned char *)bytes + at, length - at)))
        at += step;
    return at;
}

void lines_add_printable(struct text *out, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        const unsigned char c = (unsigned char)bytes[at];
        const size_t step = sequence((const unsigned char *)bytes + at, length - at);
        if (!step || (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) {
            text_addf(out, "\\x%02x", c);
            at++;
        } else {
            text_add_bytes(out, bytes + at, step);
            at += step;
        }
    }
}
