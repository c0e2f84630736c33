#include "grade/safe.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_CHARACTERS = 400 };

// The length of the UTF-8 character at s, 0 if there is none; *code gets its number.
static size_t decode(const unsigned char *s, size_t left, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const size_t n = s[0] < 0x80 ? 1 : s[0] >> 5 == 6 ? 2 : s[0] >> 4 == 14 ? 3 : s[0] >> 3 == 30 ? 4 : 0;
    if (!n || n > left)
        return 0;
    *code = n == 1 ? s[0] : s[0] & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if (s[i] >> 6 != 2)
            return 0;
        *code = *code << 6 | (s[i] & 0x3f);
    }
    const int surrogate = *code >= 0xd800 && *code < 0xe000;
    return *code < least[n] || *code > 0x10ffff || surrogate ? 0 : n;
}

// Control characters, and those that are not seen but change what is seen.
static int is_invisible(uint32_t c)
{
    return (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           c == 0xfeff || (c >= 0xfff0 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff);
}

void safe_add(struct text *out, const char *bytes, size_t length)
{
    const unsigned char *s = (const unsigned char *)bytes;
    size_t column = 0;
    for (size_t i = 0, n; i < length; i += n ? n : 1) {
        uint32_t c = 0;
        n = decode(s + i, length - i, &c);
        column = c == '\n' && n ? 0 : column + 1;
        if (column == LINE_MAX_CHARACTERS)
            text_add(out, " …");
        if (column >= LINE_MAX_CHARACTERS)
            continue;
        if (!n)
            text_addf(out, "\\x%02x", s[i]);
        else if (is_invisible(c))
            text_addf(out, c < 0x100 ? "\\x%02x" : "\\u{%x}", (unsigned)c);
        else
            text_add_bytes(out, s + i, n);
    }
}

char *safe_name(const char *s)
{
    struct text t = {0};
    for (const char *p = s; *p; p++)
        if (*p == '\n' || *p == '\t')
            text_addf(&t, "\\x%02x", *p);
        else
            text_add_bytes(&t, p, 1);
    char *visible = safe_string(text_string(&t));
    text_deinit(&t);
    return visible;
}

char *safe_string(const char *s)
{
    struct text t = {0};
    safe_add(&t, s, strlen(s));
    char *copy = text_format("%s", text_string(&t));
    text_deinit(&t);
    return copy;
}

void safe_add_markup(struct text *out, const char *s)
{
    char *visible = safe_string(s ? s : "");
    for (const char *p = visible; *p; p++) {
        switch (*p) {
        case '<': text_add(out, "&lt;"); break;
        case '>': text_add(out, "&gt;"); break;
        case '&': text_add(out, "&amp;"); break;
        case '"': text_add(out, "&quot;"); break;
        case '\'': text_add(out, "&#39;"); break;
        default: text_add_bytes(out, p, 1);
        }
    }
    free(visible);
}

void safe_add_csv(struct text *out, const char *s)
{
    char *visible = safe_string(s ? s : "");
    text_add(out, "\"");
    if (strchr("=+-@\t\r", *visible) && *visible)
        text_add(out, "'");
    for (const char *p = visible; *p; p++) {
        if (*p == '"')
            text_add(out, "\"");
        text_add_bytes(out, p, 1);
    }
    text_add(out, "\"");
    free(visible);
}
