// str*(): the access is seen, then the real function does the work.
#include "explore/models/touch.h"

#include <stdlib.h>
#include <strings.h>

size_t MODEL(strlen)(const char *text)
{
    return touch_string(text, CALLER);
}

size_t MODEL(strnlen)(const char *text, size_t n)
{
    return touch_string_up_to(text, n, CALLER);
}

static char *copy(char *to, const char *from, uint32_t pc)
{
    const size_t n = touch_string(from, pc) + 1;
    touch_write(to, n, pc);
    return memmove(to, from, n);
}

char *MODEL(strcpy)(char *to, const char *from)
{
    return copy(to, from, CALLER);
}

char *MODEL(stpcpy)(char *to, const char *from)
{
    return strchr(copy(to, from, CALLER), '\0');
}

char *MODEL(strncpy)(char *to, const char *from, size_t n)
{
    const uint32_t pc = CALLER;
    touch_string_up_to(from, n, pc);
    touch_write(to, n, pc);
    return strncpy(to, from, n);
}

char *MODEL(stpncpy)(char *to, const char *from, size_t n)
{
    const uint32_t pc = CALLER;
    touch_string_up_to(from, n, pc);
    touch_write(to, n, pc);
    return stpncpy(to, from, n);
}

static char *append(char *to, const char *from, size_t n, uint32_t pc)
{
    const size_t length = touch_string_up_to(from, n, pc), at = touch_string(to, pc);
    touch_write(to + at, length + 1, pc);
    memmove(to + at, from, length);
    to[at + length] = '\0';
    return to;
}

char *MODEL(strcat)(char *to, const char *from)
{
    return append(to, from, SIZE_MAX >> 1, CALLER);
}

char *MODEL(strncat)(char *to, const char *from, size_t n)
{
    return append(to, from, n, CALLER);
}

static char same(char c)
{
    return c;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

// Reads both up to where they differ.
static int compare(const char *a, const char *b, size_t n, char (*fold)(char), uint32_t pc)
{
    touch_read(a, n > 0, pc);
    touch_read(b, n > 0, pc);
    size_t i = 0;
    while (i < n && a[i] && fold(a[i]) == fold(b[i]))
        i++;
    touch_read(a, i < n ? i + 1 : n, pc);
    touch_read(b, i < n ? i + 1 : n, pc);
    return i < n ? (unsigned char)fold(a[i]) - (unsigned char)fold(b[i]) : 0;
}

int MODEL(strcmp)(const char *a, const char *b)
{
    return compare(a, b, SIZE_MAX >> 1, same, CALLER);
}

int MODEL(strncmp)(const char *a, const char *b, size_t n)
{
    return compare(a, b, n, same, CALLER);
}

int MODEL(strcasecmp)(const char *a, const char *b)
{
    return compare(a, b, SIZE_MAX >> 1, lower, CALLER);
}

int MODEL(strncasecmp)(const char *a, const char *b, size_t n)
{
    return compare(a, b, n, lower, CALLER);
}

int MODEL(strcoll)(const char *a, const char *b)
{
    const uint32_t pc = CALLER;
    touch_string(a, pc);
    touch_string(b, pc);
    return strcoll(a, b);
}

size_t MODEL(strxfrm)(char *to, const char *from, size_t n)
{
    const uint32_t pc = CALLER;
    touch_string(from, pc);
    const size_t length = strxfrm(NULL, from, 0);
    touch_write(to, length < n ? length + 1 : n, pc);
    return strxfrm(to, from, n);
}

// Reads up to what it finds, or to the end: @p found is NULL then.
static void read_to(const char *text, const char *found, uint32_t pc)
{
    if (found)
        touch_read(text, (size_t)(found - text) + 1, pc);
    else
        touch_string(text, pc);
}

char *MODEL(strchr)(const char *text, int character)
{
    const uint32_t pc = CALLER;
    touch_read(text, 1, pc);
    char *found = strchr(text, character);
    read_to(text, found, pc);
    return found;
}

char *MODEL(strchrnul)(const char *text, int character)
{
    const uint32_t pc = CALLER;
    touch_read(text, 1, pc);
    char *found = strchrnul(text, character);
    read_to(text, found, pc);
    return found;
}

char *MODEL(strrchr)(const char *text, int character)
{
    touch_string(text, CALLER);
    return strrchr(text, character);
}

char *MODEL(strstr)(const char *text, const char *wanted)
{
    const uint32_t pc = CALLER;
    const size_t length = touch_string(wanted, pc);
    touch_read(text, 1, pc);
    char *found = strstr(text, wanted);
    read_to(text, found && length ? found + length - 1 : found, pc);
    return found;
}

size_t MODEL(strspn)(const char *text, const char *set)
{
    const uint32_t pc = CALLER;
    touch_string(set, pc);
    touch_read(text, 1, pc);
    const size_t n = strspn(text, set);
    touch_read(text, n + 1, pc);
    return n;
}

size_t MODEL(strcspn)(const char *text, const char *set)
{
    const uint32_t pc = CALLER;
    touch_string(set, pc);
    touch_read(text, 1, pc);
    const size_t n = strcspn(text, set);
    touch_read(text, n + 1, pc);
    return n;
}

char *MODEL(strpbrk)(const char *text, const char *set)
{
    const uint32_t pc = CALLER;
    touch_string(set, pc);
    touch_read(text, 1, pc);
    char *found = strpbrk(text, set);
    read_to(text, found, pc);
    return found;
}

// The next token of strtok_r() and strsep(): both end it with a zero byte.
static void cut(const char *text, const char *set, uint32_t pc)
{
    const size_t n = touch_string(text, pc);
    const size_t end = strcspn(text, set);
    if (end < n)
        touch_write(text + end, 1, pc);
}

char *MODEL(strsep)(char **rest, const char *set)
{
    const uint32_t pc = CALLER;
    touch_string(set, pc);
    touch_read(rest, sizeof *rest, pc);
    touch_write(rest, sizeof *rest, pc);
    if (*rest)
        cut(*rest, set, pc);
    return strsep(rest, set);
}

static char *token(char *text, const char *set, char **rest, uint32_t pc)
{
    touch_string(set, pc);
    touch_read(rest, sizeof *rest, pc);
    touch_write(rest, sizeof *rest, pc);
    const char *from = text ? text : *rest;
    if (from)
        cut(from + strspn(from, set), set, pc);
    return strtok_r(text, set, rest);
}

char *MODEL(strtok_r)(char *text, const char *set, char **rest)
{
    return token(text, set, rest, CALLER);
}

// Where the last strtok() ended: one place for all threads, which is what races.
static char *strtok_rest;

void string_reset(void)
{
    strtok_rest = NULL;
}

char *MODEL(strtok)(char *text, const char *set)
{
    return token(text, set, &strtok_rest, CALLER);
}

static size_t write_message(char *to, size_t n, const char *message, uint32_t pc)
{
    if (n == 0)
        return 0;
    const size_t length = strlen(message) < n ? strlen(message) : n - 1;
    touch_write(to, length + 1, pc);
    memcpy(to, message, length);
    to[length] = '\0';
    return length;
}

char *MODEL(strerror_r)(int error, char *to, size_t n)
{
    write_message(to, n, strerror(error), CALLER);
    return to;
}

int MODEL(__xpg_strerror_r)(int error, char *to, size_t n)
{
    write_message(to, n, strerror(error), CALLER);
    return 0;
}
