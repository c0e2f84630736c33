#include "explore/runtime/distinct.h"

#include "explore/clocks/trace.h"
#include "explore/runtime/execution.h"

#include <string.h>

enum {
    SLOTS = 1 << 18,
    FILL_MAX = SLOTS / 4 * 3,
    SAMPLES_MAX = 1 << 14, // to put an execution in order takes as long as to run it
    EVENTS_MAX_ORDERED = 2000
};

static uint64_t slots[SLOTS]; // hashes of traces; 0: free
static uint32_t used;

void distinct_forget(void)
{
    memset(slots, 0, sizeof slots);
    used = 0;
}

void distinct_count(void)
{
    const uint64_t hash = trace_hash() | 1;
    uint32_t i = (uint32_t)(hash >> 32) % SLOTS;
    while (slots[i] && slots[i] != hash)
        i = (i + 1) % SLOTS;
    if (slots[i] || used == FILL_MAX)
        return;
    slots[i] = hash;
    used++;
    blackbox->distinct++;
}

void distinct_count_execution(void)
{
    static uint32_t looked_at;
    if (looked_at == SAMPLES_MAX || blackbox->nevents > EVENTS_MAX_ORDERED)
        return;
    looked_at++;
    trace_cut(0);
    for (uint32_t i = 0; i < blackbox->nevents; i++)
        if (!(blackbox->events[i].flags & EVENT_OBSERVED))
            trace_add(&blackbox->events[i]);
    distinct_count();
}
