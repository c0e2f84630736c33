// What the program prints is kept in the black box: nothing reaches a terminal, and each execution starts
// anew. Streams other than stdout and stderr go to the real functions.
#include "explore/models/model.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct output *output_of(const FILE *stream)
{
    if (stream == stdout)
        return &blackbox->out;
    return stream == stderr ? &blackbox->err : NULL;
}

// Printing is a step where its order is asked for (plan.outputs); else it is only logged in the execution that
// is shown. The event tells where the text stands.
static struct event *announce(const struct output *out, uint32_t pc)
{
    const struct operation o = {
        .op = OP_OUTPUT, .object = out, .pc = pc, .size = out == &blackbox->out ? STDOUT_FILENO : STDERR_FILENO};
    if (blackbox->plan.outputs)
        return sched_step(&o);
    return blackbox->plan.tell ? sched_observe(&o) : NULL;
}

static void tell(struct event *e, const struct output *out, uint32_t from)
{
    if (e)
        e->value = (uint64_t)from << 32 | (out->length - from);
}

static void append(struct output *out, const char *bytes, size_t length)
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

static void put(struct output *out, const char *bytes, size_t length, const char *end, uint32_t pc)
{
    struct event *e = announce(out, pc);
    const uint32_t from = out->length;
    append(out, bytes, length);
    append(out, end, strlen(end));
    tell(e, out, from);
}

static int format(struct output *out, const char *text, va_list arguments, uint32_t pc)
{
    struct event *e = announce(out, pc);
    const uint32_t from = out->length;
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
    tell(e, out, from);
    return length;
}

int MODEL(vfprintf)(FILE *stream, const char *text, va_list arguments)
{
    struct output *out = output_of(stream);
    return out ? format(out, text, arguments, CALLER) : vfprintf(stream, text, arguments);
}

int MODEL(fprintf)(FILE *stream, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    struct output *out = output_of(stream);
    const int length = out ? format(out, text, arguments, CALLER) : vfprintf(stream, text, arguments);
    va_end(arguments);
    return length;
}

int MODEL(printf)(const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    const int length = format(&blackbox->out, text, arguments, CALLER);
    va_end(arguments);
    return length;
}

int MODEL(vprintf)(const char *text, va_list arguments)
{
    return format(&blackbox->out, text, arguments, CALLER);
}

int MODEL(puts)(const char *text)
{
    put(&blackbox->out, text, strlen(text), "\n", CALLER);
    return 1;
}

static int put_character(int character, FILE *stream, uint32_t pc)
{
    struct output *out = output_of(stream);
    if (!out)
        return fputc(character, stream);
    const char byte = (char)character;
    put(out, &byte, 1, "", pc);
    return (unsigned char)byte;
}

int MODEL(fputc)(int character, FILE *stream)
{
    return put_character(character, stream, CALLER);
}

int MODEL(putc)(int character, FILE *stream)
{
    return put_character(character, stream, CALLER);
}

int MODEL(putchar)(int character)
{
    return put_character(character, stdout, CALLER);
}

int MODEL(fputs)(const char *text, FILE *stream)
{
    struct output *out = output_of(stream);
    if (!out)
        return fputs(text, stream);
    put(out, text, strlen(text), "", CALLER);
    return 1;
}

size_t MODEL(fwrite)(const void *bytes, size_t size, size_t n, FILE *stream)
{
    struct output *out = output_of(stream);
    if (!out)
        return fwrite(bytes, size, n, stream);
    put(out, bytes, size * n, "", CALLER);
    return n;
}

int MODEL(fflush)(FILE *stream)
{
    return !stream || output_of(stream) ? 0 : fflush(stream);
}

void MODEL(perror)(const char *text)
{
    char line[256];
    snprintf(line, sizeof line, "%s: %s", text, strerror(errno));
    put(&blackbox->err, line, strlen(line), "\n", CALLER);
}
