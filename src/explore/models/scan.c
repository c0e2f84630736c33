// scanf and its kin: libc reads; here stands where it stored.
#include "explore/models/touch.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

struct conversion {
    bool stores;
    char kind;    // 'd', 's', '[' …
    char length;  // 'h', 'l', 'L' …; 'H' and 'q' for hh and ll; 0: none
    size_t width; // 0: none was given
};

// Takes the conversion behind a '%'. Gives what stands after it.
static const char *parse(const char *at, struct conversion *out)
{
    *out = (struct conversion){.stores = true};
    if (*at == '*') {
        out->stores = false;
        at++;
    }
    for (; isdigit((unsigned char)*at); at++)
        out->width = out->width * 10 + (size_t)(*at - '0');
    for (; *at && strchr("hlLjztqm", *at); at++)
        out->length = out->length == 'h' && *at == 'h' ? 'H' : out->length == 'l' && *at == 'l' ? 'q' : *at;
    out->kind = *at;
    if (!*at)
        return at;
    if (*at++ == '[') {
        at += *at == '^';
        at += *at == ']'; // as the first of the set it does not end it
        while (*at && *at != ']')
            at++;
        at += *at == ']';
    }
    out->stores = out->stores && out->kind != '%';
    return at;
}

static size_t size_of_number(const struct conversion *c)
{
    const bool real = strchr("aAeEfFgG", c->kind) != NULL;
    switch (c->length) {
    case 'H': return 1;
    case 'h': return sizeof(short);
    case 'L': return real ? sizeof(long double) : sizeof(long long);
    case 'l':
    case 'q':
    case 'j':
    case 'z':
    case 't': return 8;
    default: return c->kind == 'p' ? sizeof(void *) : 4;
    }
}

static size_t size_of(const struct conversion *c, const void *stored)
{
    if (c->length == 'm')
        return sizeof(char *);
    if (c->kind == 'c')
        return c->width ? c->width : 1;
    return c->kind == 's' || c->kind == '[' ? strlen(stored) + 1 : size_of_number(c);
}

// The first conversions that store did so, as many as scanf has counted (%n does not count).
static void touch_stored(const char *format, int count, va_list arguments, uint32_t pc)
{
    while (count > 0 && (format = strchr(format, '%'))) {
        struct conversion c;
        format = parse(format + 1, &c);
        if (!c.stores)
            continue;
        const void *stored = va_arg(arguments, void *);
        touch_write(stored, size_of(&c, stored), pc);
        count -= c.kind != 'n';
    }
}

static int scan(FILE *stream, const char *text, const char *format, va_list arguments, uint32_t pc)
{
    va_list again;
    va_copy(again, arguments);
    if (text)
        touch_string(text, pc);
    const int count = text ? vsscanf(text, format, arguments) : vfscanf(stream, format, arguments);
    touch_stored(format, count, again, pc);
    va_end(again);
    return count;
}

#define SCAN(name, parameters, stream, text)                                                                 \
    int MODEL(name) parameters                                                                               \
    {                                                                                                        \
        va_list arguments;                                                                                   \
        va_start(arguments, format);                                                                         \
        const int count = scan(stream, text, format, arguments, CALLER);                                     \
        va_end(arguments);                                                                                   \
        return count;                                                                                        \
    }
#define VSCAN(name, parameters, stream, text)                                                                \
    int MODEL(name) parameters                                                                               \
    {                                                                                                        \
        return scan(stream, text, format, arguments, CALLER);                                                \
    }

// Under the names of C17, and those that glibc's headers give them where C99's %a is meant.
SCAN(scanf, (const char *format, ...), stdin, NULL)
SCAN(fscanf, (FILE * stream, const char *format, ...), stream, NULL)
SCAN(sscanf, (const char *text, const char *format, ...), NULL, text)
VSCAN(vscanf, (const char *format, va_list arguments), stdin, NULL)
VSCAN(vfscanf, (FILE * stream, const char *format, va_list arguments), stream, NULL)
VSCAN(vsscanf, (const char *text, const char *format, va_list arguments), NULL, text)
SCAN(__isoc99_scanf, (const char *format, ...), stdin, NULL)
SCAN(__isoc99_fscanf, (FILE * stream, const char *format, ...), stream, NULL)
SCAN(__isoc99_sscanf, (const char *text, const char *format, ...), NULL, text)
VSCAN(__isoc99_vscanf, (const char *format, va_list arguments), stdin, NULL)
VSCAN(__isoc99_vfscanf, (FILE * stream, const char *format, va_list arguments), stream, NULL)
VSCAN(__isoc99_vsscanf, (const char *text, const char *format, va_list arguments), NULL, text)
