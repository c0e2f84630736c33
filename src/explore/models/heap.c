// malloc and free. The blocks of a thread lie one behind the other in its slice, in the order of their
// allocation; what is known of them stands in a table of its own, out of reach of a write that goes astray.
#include "explore/models/heap.h"

#include "explore/detectors/heap.h"
#include "explore/detectors/race.h"
#include "explore/models/faults.h"
#include "explore/models/model.h"
#include "explore/models/object.h"
#include "explore/runtime/hooks.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    UNIT = 16,         // blocks begin at multiples of it
    PAGES = 256 << 10, // memory is asked of the kernel in pieces of this size
    NEW_BYTE = 0xa5,   // in a fresh block: reading it before writing shows
    FREED_BYTE = 0xdd,
};

// Slices at fixed addresses, so that a pointer that is printed or hashed is the same in each execution.
static const uintptr_t HEAP = 0x110000000000;
static const size_t SLICE = (size_t)4 << 30, BLOCKS_AT = (size_t)3 << 30; // the table, within a slice
static const size_t BLOCK_MAX = (size_t)1 << 30;

static struct slice {
    size_t used;    // bytes of the current execution
    size_t nblocks; // of the current execution
    size_t mapped;  // bytes there are; never fewer
    size_t mapped_blocks;
} slices[THREADS_MAX];

static uintptr_t base_of(size_t id)
{
    return HEAP + id * SLICE;
}

static struct block *blocks_of(size_t id)
{
    return (struct block *)(base_of(id) + BLOCKS_AT);
}

void heap_reset(void)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++)
        slices[id].used = slices[id].nblocks = 0;
    blackbox->nblocks = 0;
}

bool heap_contains(uintptr_t address)
{
    return address - HEAP < THREADS_MAX * SLICE;
}

static void grow(uintptr_t base, size_t *mapped, size_t needed)
{
    if (needed <= *mapped)
        return;
    const size_t more = (needed - *mapped + PAGES - 1) / PAGES * PAGES;
    void *at = (void *)(base + *mapped);
    if (mmap(at, more, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) !=
        at)
        execution_unsupported(0, "one execution allocates more memory than there is here");
    *mapped += more;
}

static size_t round_up(size_t n, size_t unit)
{
    return (n + unit - 1) & ~(unit - 1);
}

// Fills what must not be touched: from where the last block ended to this one, and from its end on.
static void fence(const struct block *b, uintptr_t from)
{
    memset((void *)from, HEAP_FENCE_BYTE, b->address - from);
    const uintptr_t end = b->address + b->size;
    memset((void *)end, HEAP_FENCE_BYTE, round_up(end, UNIT) + HEAP_FENCE - end);
}

static void tell(struct block *b)
{
    if (!blackbox->plan.tell || blackbox->nblocks == BLOCKS_TOLD_MAX)
        return;
    b->told = blackbox->nblocks + 1;
    blackbox->blocks[blackbox->nblocks++] = *b;
}

void *heap_new(size_t size, size_t alignment, uint32_t pc)
{
    const uint8_t id = execution.current->id;
    struct slice *s = &slices[id];
    if (size > BLOCK_MAX || alignment > BLOCK_MAX)
        return NULL;
    const uintptr_t from = base_of(id) + s->used;
    const uintptr_t address = round_up(from + HEAP_FENCE, alignment < UNIT ? UNIT : alignment);
    const size_t end = round_up(address + size, UNIT) - base_of(id);
    if (end + HEAP_FENCE > BLOCKS_AT)
        execution_unsupported(pc, "one execution allocates more than 3 GiB in a thread");
    grow(base_of(id), &s->mapped, end + HEAP_FENCE);
    grow(base_of(id) + BLOCKS_AT, &s->mapped_blocks, (s->nblocks + 1) * sizeof(struct block));
    s->used = end;

    struct block *b = &blocks_of(id)[s->nblocks++];
    *b = (struct block){.address = address, .size = size, .alloc_pc = pc, .thread = id};
    fence(b, from);
    tell(b);
    return memset((void *)address, NEW_BYTE, size);
}

// The last block of a slice that begins at or before an address; NULL: they all begin after it.
static struct block *last_before(uintptr_t address, size_t id)
{
    struct block *blocks = blocks_of(id);
    size_t low = 0, high = slices[id].nblocks;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (blocks[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? &blocks[low - 1] : NULL;
}

const struct block *heap_nearest(uintptr_t address)
{
    if (!heap_contains(address))
        return NULL;
    const size_t id = (address - HEAP) / SLICE;
    const struct slice *s = &slices[id];
    if (s->nblocks == 0)
        return NULL;
    const struct block *b = last_before(address, id);
    if (!b)
        return blocks_of(id);
    const uintptr_t end = b->address + b->size;
    const bool is_last = b + 1 == blocks_of(id) + s->nblocks;
    return address < end || is_last || address - end < b[1].address - address ? b : b + 1;
}

void heap_each(void (*visit)(const struct block *, void *), void *argument)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++)
        for (size_t i = 0; i < slices[id].nblocks; i++)
            visit(&blocks_of(id)[i], argument);
}

void heap_free(void *memory, uint32_t pc)
{
    const uintptr_t address = (uintptr_t)memory;
    execution.hooks++;
    heap_check_free(address, pc);
    if (!heap_contains(address)) // libc's own: given by a function that has no model
        return;
    hooks_touch(memory, heap_nearest(address)->size, ACCESS_WRITE | ACCESS_FREE, pc);
    struct block *b = last_before(address, (address - HEAP) / SLICE); // others may have run meanwhile
    heap_check_free(address, pc);
    object_free(address, b->size);
    b->freed = true;
    b->free_pc = pc;
    b->free_thread = execution.current->id;
    if (b->told)
        blackbox->blocks[b->told - 1] = *b;
    memset(memory, FREED_BYTE, b->size);
}

// A call of the learner's; a check may let it fail.
static void *allocate(const char *function, size_t size, size_t alignment, uint32_t pc)
{
    execution.hooks++;
    const int error = execution_is_submission_pc(pc) ? faults_next(function) : 0;
    void *memory = error ? NULL : heap_new(size, alignment, pc);
    if (!memory)
        errno = error ? error : ENOMEM;
    return memory;
}

void *MODEL(malloc)(size_t size)
{
    return allocate("malloc", size, UNIT, CALLER);
}

void *MODEL(calloc)(size_t n, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(n, size, &bytes))
        bytes = SIZE_MAX;
    void *memory = allocate("calloc", bytes, UNIT, CALLER);
    return memory ? memset(memory, 0, bytes) : NULL;
}

// Always moves, so that whoever keeps the old address is caught.
static void *resize(void *memory, size_t size, uint32_t pc)
{
    if (memory)
        heap_check_free((uintptr_t)memory, pc);
    void *moved = allocate("realloc", size, UNIT, pc);
    const struct block *old = heap_nearest((uintptr_t)memory);
    if (!moved || !memory || !old)
        return moved;
    const size_t kept = old->size < size ? old->size : size;
    hooks_touch(memory, kept, ACCESS_READ, pc);
    hooks_touch(moved, kept, ACCESS_WRITE, pc);
    memcpy(moved, memory, kept);
    heap_free(memory, pc);
    return moved;
}

void *MODEL(realloc)(void *memory, size_t size)
{
    return resize(memory, size, CALLER);
}

void *MODEL(reallocarray)(void *memory, size_t n, size_t size)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(n, size, &bytes))
        bytes = SIZE_MAX;
    return resize(memory, bytes, CALLER);
}

void *MODEL(aligned_alloc)(size_t alignment, size_t size)
{
    if (alignment == 0 || (alignment & (alignment - 1))) {
        errno = EINVAL;
        return NULL;
    }
    return allocate("aligned_alloc", size, alignment, CALLER);
}

int MODEL(posix_memalign)(void **out, size_t alignment, size_t size)
{
    const uint32_t pc = CALLER;
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)))
        return EINVAL;
    void *memory = heap_new(size, alignment, pc);
    if (!memory)
        return ENOMEM;
    hooks_touch(out, sizeof *out, ACCESS_WRITE, pc);
    *out = memory;
    return 0;
}

static char *duplicate(const char *function, const char *text, size_t length, uint32_t pc)
{
    hooks_touch(text, length, ACCESS_READ, pc);
    char *copy = function ? allocate(function, length + 1, UNIT, pc) : heap_new(length + 1, UNIT, pc);
    if (!copy)
        return NULL;
    hooks_touch(copy, length + 1, ACCESS_WRITE, pc);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *MODEL(strdup)(const char *text)
{
    return duplicate("strdup", text, strlen(text), CALLER);
}

char *MODEL(strndup)(const char *text, size_t n)
{
    return duplicate(NULL, text, strnlen(text, n), CALLER);
}

size_t MODEL(malloc_usable_size)(void *memory)
{
    return memory ? heap_nearest((uintptr_t)memory)->size : 0;
}

void MODEL(free)(void *memory)
{
    if (memory)
        heap_free(memory, CALLER);
}
