#include "explore/runtime/sync.h"

#include "explore/runtime/execution.h"

#include <stddef.h>
#include <string.h>

enum { SLOTS = SYNCS_MAX * 2 };

// The objects of the current execution, and a hash table over them that is emptied by its generation.
static struct sync syncs[SYNCS_MAX];
static uint32_t nsyncs, generation = 1;
static struct slot {
    uint32_t generation;
    uint32_t index;
} slots[SLOTS];

void sync_reset(void)
{
    nsyncs = 0;
    if (++generation == 0) {
        memset(slots, 0, sizeof slots);
        generation = 1;
    }
}

static struct slot *find_slot(uintptr_t address)
{
    size_t i = (address * 0x9e3779b97f4a7c15u >> 40) % SLOTS;
    while (slots[i].generation == generation && syncs[slots[i].index].address != address)
        i = (i + 1) % SLOTS;
    return &slots[i];
}

static void fill(struct sync *s, uintptr_t address, enum sync_kind kind)
{
    if (s->address != address) // else it has been used in this execution already, if only as another kind
        clock_clear(&s->touched);
    memset(s, 0, offsetof(struct sync, waiters));
    s->address = address;
    s->kind = (uint8_t)kind;
    s->owner = OWNER_NONE;
    s->partner = NULL;
    clock_clear(&s->clock);
    clock_clear(&s->readers);
}

struct sync *sync_find(const void *address)
{
    const struct slot *slot = find_slot((uintptr_t)address);
    return slot->generation == generation ? &syncs[slot->index] : NULL;
}

struct sync *sync_init(const void *address, enum sync_kind kind)
{
    struct slot *slot = find_slot((uintptr_t)address);
    if (slot->generation != generation) {
        if (nsyncs == SYNCS_MAX)
            execution_unsupported(0, "more than %d synchronisation objects", SYNCS_MAX);
        *slot = (struct slot){generation, nsyncs++};
        syncs[slot->index].address = 0;
    }
    fill(&syncs[slot->index], (uintptr_t)address, kind);
    return &syncs[slot->index];
}

struct sync *sync_at(const void *address, enum sync_kind kind)
{
    struct sync *s = sync_find(address);
    return s && s->kind == kind ? s : sync_init(address, kind);
}

void sync_each(void (*visit)(struct sync *, void *), void *argument)
{
    for (uint32_t i = 0; i < nsyncs; i++)
        visit(&syncs[i], argument);
}

bool sync_is_open(const struct sync *s)
{
    return s->kind == SYNC_SEM ? s->count > 0
                               : s->owner == OWNER_NONE && (s->kind != SYNC_RWLOCK || s->count == 0);
}
