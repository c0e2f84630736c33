// snprintf and its kin. The text is made twice: what is written is known only from its length.
#include "explore/models/heap.h"
#include "explore/models/touch.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

static int length_of(const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    return length;
}

static int write_text(char *to, size_t n, const char *format, va_list arguments, uint32_t pc)
{
    touch_arguments(format, arguments, pc);
    const int length = length_of(format, arguments);
    if (length < 0)
        return length;
    touch_write(to, (size_t)length < n ? (size_t)length + 1 : n, pc);
    return vsnprintf(to, n, format, arguments);
}

int MODEL(vsnprintf)(char *to, size_t n, const char *format, va_list arguments)
{
    return write_text(to, n, format, arguments, CALLER);
}

int MODEL(snprintf)(char *to, size_t n, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int length = write_text(to, n, format, arguments, CALLER);
    va_end(arguments);
    return length;
}

int MODEL(vsprintf)(char *to, const char *format, va_list arguments)
{
    return write_text(to, INT32_MAX, format, arguments, CALLER);
}

int MODEL(sprintf)(char *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int length = write_text(to, INT32_MAX, format, arguments, CALLER);
    va_end(arguments);
    return length;
}

static int allocate_text(char **out, const char *format, va_list arguments, uint32_t pc)
{
    const int length = length_of(format, arguments);
    char *text = length < 0 ? NULL : heap_new((size_t)length + 1, 1, pc);
    if (!text)
        return -1;
    write_text(text, (size_t)length + 1, format, arguments, pc);
    touch_write(out, sizeof *out, pc);
    *out = text;
    return length;
}

int MODEL(vasprintf)(char **out, const char *format, va_list arguments)
{
    return allocate_text(out, format, arguments, CALLER);
}

int MODEL(asprintf)(char **out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int length = allocate_text(out, format, arguments, CALLER);
    va_end(arguments);
    return length;
}
