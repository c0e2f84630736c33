// What the program prints is kept in the black box: nothing reaches a terminal, and each execution starts
// anew. Streams other than stdout and stderr go to the real functions.
#include "explore/models/faults.h"
#include "explore/models/touch.h"

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

// Printing is a step where its order is asked for (plan.outputs); else it is only logged in the execution
// that is shown. The event tells where the text stands.
static struct event *announce(const struct output *out, uint32_t pc)
{
    const struct operation o = {.op = OP_OUTPUT,
                                .object = out,
                                .pc = pc,
                                .size = out == &blackbox->out ? STDOUT_FILENO : STDERR_FILENO};
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
    touch_arguments(text, arguments, pc);
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

static struct output *output_of_descriptor(int fd)
{
    return fd == STDOUT_FILENO ? &blackbox->out : fd == STDERR_FILENO ? &blackbox->err : NULL;
}

int MODEL(vdprintf)(int fd, const char *text, va_list arguments)
{
    struct output *out = output_of_descriptor(fd);
    return out ? format(out, text, arguments, CALLER) : vdprintf(fd, text, arguments);
}

int MODEL(dprintf)(int fd, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    struct output *out = output_of_descriptor(fd);
    const int length = out ? format(out, text, arguments, CALLER) : vdprintf(fd, text, arguments);
    va_end(arguments);
    return length;
}

int MODEL(puts)(const char *text)
{
    const uint32_t pc = CALLER;
    put(&blackbox->out, text, touch_string(text, pc), "\n", pc);
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

int MODEL(fputc_unlocked)(int character, FILE *stream)
{
    return put_character(character, stream, CALLER);
}

int MODEL(putc_unlocked)(int character, FILE *stream)
{
    return put_character(character, stream, CALLER);
}

int MODEL(putchar_unlocked)(int character)
{
    return put_character(character, stdout, CALLER);
}

static int put_string(const char *text, FILE *stream, uint32_t pc)
{
    struct output *out = output_of(stream);
    const size_t length = touch_string(text, pc);
    if (!out)
        return fputs(text, stream);
    put(out, text, length, "", pc);
    return 1;
}

int MODEL(fputs)(const char *text, FILE *stream)
{
    return put_string(text, stream, CALLER);
}

int MODEL(fputs_unlocked)(const char *text, FILE *stream)
{
    return put_string(text, stream, CALLER);
}

static size_t put_bytes(const void *bytes, size_t size, size_t n, FILE *stream, uint32_t pc)
{
    struct output *out = output_of(stream);
    touch_read(bytes, size * n, pc);
    if (!out)
        return fwrite(bytes, size, n, stream);
    put(out, bytes, size * n, "", pc);
    return n;
}

size_t MODEL(fwrite)(const void *bytes, size_t size, size_t n, FILE *stream)
{
    return put_bytes(bytes, size, n, stream, CALLER);
}

size_t MODEL(fwrite_unlocked)(const void *bytes, size_t size, size_t n, FILE *stream)
{
    return put_bytes(bytes, size, n, stream, CALLER);
}

ssize_t MODEL(write)(int fd, const void *bytes, size_t n)
{
    const uint32_t pc = CALLER;
    if (faults_strike("write", pc))
        return -1;
    touch_read(bytes, n, pc);
    struct output *out = output_of_descriptor(fd);
    if (!out)
        return write(fd, bytes, n);
    put(out, bytes, n, "", pc);
    return (ssize_t)n;
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
