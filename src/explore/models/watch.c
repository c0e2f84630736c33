// A check that must know how work is divided asks who reads what: the compiler's hooks tell it at each
// access.
#include "explore/models/watch.h"

#include "explore/models/model.h"

#include <stdint.h>
#include <string.h>

enum { ITEMS_MAX = 256, READERS_MAX = 64 };

// Of the current execution; one array at a time.
static struct {
    uintptr_t begin, end;
    size_t size;                 // bytes of an item
    uint64_t readers[ITEMS_MAX]; // bit k: thread k has read it
} watched;

void watch_reset(void)
{
    watched.begin = watched.end = 0;
}

void judge_watch(const void *items, size_t size, size_t n)
{
    if (n > ITEMS_MAX)
        execution_unsupported(CALLER, "more than %d items are watched", ITEMS_MAX);
    watched.begin = (uintptr_t)items;
    watched.end = watched.begin + n * size;
    watched.size = size;
    memset(watched.readers, 0, sizeof watched.readers);
}

bool judge_has_read(int thread, size_t i)
{
    return watched.readers[i] >> thread & 1;
}

uint64_t judge_touched(void)
{
    return execution.words;
}

void watch_read(const void *address, size_t size)
{
    const uintptr_t first = (uintptr_t)address, end = first + size;
    const uint32_t self = execution.current->id;
    if (first >= watched.end || end <= watched.begin || self >= READERS_MAX)
        return;
    const size_t from = first < watched.begin ? 0 : (first - watched.begin) / watched.size;
    const size_t last = ((end < watched.end ? end : watched.end) - 1 - watched.begin) / watched.size;
    for (size_t i = from; i <= last; i++)
        watched.readers[i] |= UINT64_C(1) << self;
}
