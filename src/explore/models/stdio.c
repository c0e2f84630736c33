// What the program prints is kept in the black box: nothing reaches a terminal, and each execution starts
// anew. Streams other than stdout and stderr go to the real functions.
#include "explore/models/model.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static struct output *output_of(const FILE *stream)
{
    if (stream == stdout)
        return &blackbox->out;
    return stream == stderr ? &blackbox->err : NULL;
}

static void put(struct output *out, const char *bytes, size_t length)
{
    const size_t room = OUTPUT_MAX - out->length;
    if (length > room) {
        length = room;
        out->cut = true;
        blackbox->warnings |= WARNING_OUTPUT_CUT;
    }
    memcpy(out->bytes + out->length, bytes, length);
    out->length += (uint32_t)length;
}

static int format(struct output *out, const char *text, va_list arguments)
{
    const size_t room = OUTPUT_MAX - out->length;
    const int length = vsnprintf(out->bytes + out->length, room, text, arguments);
    if (length < 0)
        return length;
    const bool fits = (size_t)length < room;
    out->length += (uint32_t)(fits ? (size_t)length : room - (room > 0));
    if (!fits) {
        out->cut = true;
        blackbox->warnings |= WARNING_OUTPUT_CUT;
    }
    return length;
}

int MODEL(vfprintf)(FILE *stream, const char *text, va_list arguments)
{
    struct output *out = output_of(stream);
    return out ? format(out, text, arguments) : vfprintf(stream, text, arguments);
}

int MODEL(fprintf)(FILE *stream, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    const int length = MODEL(vfprintf)(stream, text, arguments);
    va_end(arguments);
    return length;
}

int MODEL(printf)(const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    const int length = format(&blackbox->out, text, arguments);
    va_end(arguments);
    return length;
}

int MODEL(vprintf)(const char *text, va_list arguments)
{
    return format(&blackbox->out, text, arguments);
}

int MODEL(puts)(const char *text)
{
    put(&blackbox->out, text, strlen(text));
    put(&blackbox->out, "\n", 1);
    return 1;
}

int MODEL(fputc)(int character, FILE *stream)
{
    struct output *out = output_of(stream);
    if (!out)
        return fputc(character, stream);
    const char byte = (char)character;
    put(out, &byte, 1);
    return (unsigned char)byte;
}

int MODEL(putc)(int character, FILE *stream)
{
    return MODEL(fputc)(character, stream);
}

int MODEL(putchar)(int character)
{
    return MODEL(fputc)(character, stdout);
}

int MODEL(fputs)(const char *text, FILE *stream)
{
    struct output *out = output_of(stream);
    if (!out)
        return fputs(text, stream);
    put(out, text, strlen(text));
    return 1;
}

size_t MODEL(fwrite)(const void *bytes, size_t size, size_t n, FILE *stream)
{
    struct output *out = output_of(stream);
    if (!out)
        return fwrite(bytes, size, n, stream);
    put(out, bytes, size * n);
    return n;
}

int MODEL(fflush)(FILE *stream)
{
    return !stream || output_of(stream) ? 0 : fflush(stream);
}

void MODEL(perror)(const char *text)
{
    MODEL(fprintf)(stderr, "%s: %s\n", text, strerror(errno));
}
