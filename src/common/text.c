#include "common/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reserve(struct text *t, size_t more)
{
    const size_t needed = t->length + more + 1;
    if (needed <= t->room)
        return;

    size_t room = t->room ? t->room : 64;
    while (room < needed)
        room *= 2;
    char *bytes = realloc(t->bytes, room);
    if (!bytes) {
        fputs("out of memory\n", stderr);
        abort();
    }
    t->bytes = bytes;
    t->room = room;
}

void text_add_bytes(struct text *t, const void *bytes, size_t length)
{
    reserve(t, length);
    if (length)
        memcpy(t->bytes + t->length, bytes, length);
    t->length += length;
    t->bytes[t->length] = '\0';
}

void text_add(struct text *t, const char *s)
{
    text_add_bytes(t, s, strlen(s));
}

void text_addv(struct text *t, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, format, args);
    if (length > 0) {
        reserve(t, (size_t)length);
        vsnprintf(t->bytes + t->length, (size_t)length + 1, format, again);
        t->length += (size_t)length;
    }
    va_end(again);
}

void text_addf(struct text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_addv(t, format, args);
    va_end(args);
}

const char *text_string(const struct text *t)
{
    return t->bytes ? t->bytes : "";
}

void text_truncate(struct text *t, size_t length)
{
    if (length >= t->length)
        return;
    t->length = length;
    t->bytes[length] = '\0';
}

void text_deinit(struct text *t)
{
    free(t->bytes);
    *t = (struct text){0};
}

char *text_format(const char *format, ...)
{
    struct text t = {0};
    va_list args;
    va_start(args, format);
    reserve(&t, 0);
    t.bytes[0] = '\0';
    text_addv(&t, format, args);
    va_end(args);
    return t.bytes;
}
