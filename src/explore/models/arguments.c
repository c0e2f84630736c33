// What printf and its kin read through their arguments: the strings of %s.
#include "explore/models/touch.h"

#include <printf.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

enum { ARGUMENTS_MAX = 64 };

// Takes an argument of a type out of the list; returns it if it is a string.
static const char *take(int type, va_list *arguments)
{
    if (type & PA_FLAG_PTR || (type & ~PA_FLAG_MASK) == PA_POINTER) {
        (void)va_arg(*arguments, void *);
        return NULL;
    }
    switch (type & ~PA_FLAG_MASK) {
    case PA_STRING: return va_arg(*arguments, const char *);
    case PA_WSTRING: (void)va_arg(*arguments, const wchar_t *); return NULL;
    case PA_FLOAT:
    case PA_DOUBLE:
        if (type & PA_FLAG_LONG_DOUBLE)
            (void)va_arg(*arguments, long double);
        else
            (void)va_arg(*arguments, double);
        return NULL;
    default:
        if (type & (PA_FLAG_LONG | PA_FLAG_LONG_LONG))
            (void)va_arg(*arguments, long long);
        else
            (void)va_arg(*arguments, int);
        return NULL;
    }
}

void touch_arguments(const char *format, va_list arguments, uint32_t pc)
{
    if (!strstr(format, "s"))
        return;
    int types[ARGUMENTS_MAX];
    const bool precise = strchr(format, '.') != NULL; // then a string need not end: its first byte must do
    size_t n = parse_printf_format(format, ARGUMENTS_MAX, types);
    n = n < ARGUMENTS_MAX ? n : ARGUMENTS_MAX;
    va_list again;
    va_copy(again, arguments);
    for (size_t i = 0; i < n; i++) {
        const char *text = take(types[i], &again);
        if (text && precise)
            touch_read(text, 1, pc);
        else if (text)
            touch_string(text, pc);
    }
    va_end(again);
}
