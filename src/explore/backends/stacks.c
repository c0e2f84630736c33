#include "explore/backends/stacks.h"

#include "explore/runtime/limits.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/mman.h>

static const uintptr_t STACKS = 0x200000000000;
static const size_t PLACE = 16 << 20; // hole, stack and room of one thread

static bool mapped[THREADS_MAX]; // in this process; they stay

uintptr_t stacks_low(unsigned thread)
{
    return STACKS + thread * PLACE + STACK_HOLE_BYTES;
}

int stacks_map(unsigned thread, size_t room)
{
    const size_t bytes = STACK_BYTES + ((room + 4095) & ~(size_t)4095);
    if (mapped[thread])
        return 0;
    if (bytes > PLACE - STACK_HOLE_BYTES)
        return E2BIG;
    void *at = (void *)stacks_low(thread);
    void *got = mmap(at, bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK | MAP_FIXED_NOREPLACE, -1, 0);
    if (got != at)
        return got == MAP_FAILED ? errno : EEXIST;
    mapped[thread] = true;
    return 0;
}
