// mem*(): the access is seen, then the real function does the work.
#include "explore/models/touch.h"

#include <stdlib.h>

void *MODEL(memcpy)(void *to, const void *from, size_t n)
{
    const uint32_t pc = CALLER;
    touch_read(from, n, pc);
    touch_write(to, n, pc);
    return memmove(to, from, n);
}

void *MODEL(memmove)(void *to, const void *from, size_t n)
{
    const uint32_t pc = CALLER;
    touch_read(from, n, pc);
    touch_write(to, n, pc);
    return memmove(to, from, n);
}

void *MODEL(mempcpy)(void *to, const void *from, size_t n)
{
    const uint32_t pc = CALLER;
    touch_read(from, n, pc);
    touch_write(to, n, pc);
    return (char *)memmove(to, from, n) + n;
}

void *MODEL(memset)(void *to, int byte, size_t n)
{
    touch_write(to, n, CALLER);
    return memset(to, byte, n);
}

static int compare(const void *a, const void *b, size_t n, uint32_t pc)
{
    touch_read(a, n, pc); // all n bytes are the caller's promise, C17 7.24.4.1
    touch_read(b, n, pc);
    return memcmp(a, b, n);
}

int MODEL(memcmp)(const void *a, const void *b, size_t n)
{
    return compare(a, b, n, CALLER);
}

int MODEL(bcmp)(const void *a, const void *b, size_t n)
{
    return compare(a, b, n, CALLER);
}

// Reads up to the byte that it looks for.
static const char *find(const void *bytes, int byte, size_t n, uint32_t pc)
{
    touch_read(bytes, n > 0, pc);
    const char *found = memchr(bytes, byte, n);
    touch_read(bytes, found ? (size_t)(found - (const char *)bytes) + 1 : n, pc);
    return found;
}

void *MODEL(memchr)(const void *bytes, int byte, size_t n)
{
    return (void *)find(bytes, byte, n, CALLER);
}

void *MODEL(rawmemchr)(const void *bytes, int byte)
{
    return (void *)find(bytes, byte, SIZE_MAX >> 1, CALLER);
}

void *MODEL(memrchr)(const void *bytes, int byte, size_t n)
{
    touch_read(bytes, n, CALLER);
    return memrchr(bytes, byte, n);
}

void *MODEL(memmem)(const void *bytes, size_t n, const void *wanted, size_t length)
{
    const uint32_t pc = CALLER;
    touch_read(bytes, n, pc);
    touch_read(wanted, length, pc);
    return memmem(bytes, n, wanted, length);
}

void *MODEL(memccpy)(void *to, const void *from, int byte, size_t n)
{
    const uint32_t pc = CALLER;
    const char *found = find(from, byte, n, pc);
    touch_write(to, found ? (size_t)(found - (const char *)from) + 1 : n, pc);
    return memccpy(to, from, byte, n);
}
