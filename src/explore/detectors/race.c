#include "explore/detectors/race.h"

#include "explore/backends/tls.h"
#include "explore/clocks/shadow.h"
#include "explore/detectors/heap.h"
#include "explore/runtime/execution.h"
#include "explore/runtime/sync.h"

int race_is_racy(uint32_t pc)
{
    const struct profile *profile = &blackbox->profile;
    for (uint32_t i = 0; i < profile->nracy; i++)
        if (profile->racy[i] == pc)
            return 1;
    return 0;
}

static void learn(uint32_t pc)
{
    struct profile *profile = &blackbox->profile;
    for (uint32_t i = 0; i < profile->nracy_found; i++)
        if (profile->racy[i] == pc)
            return;
    if (profile->nracy_found < RACY_MAX)
        profile->racy[profile->nracy_found++] = pc; // in force from the next execution on
    else
        blackbox->approximate = true; // accesses there stay no steps
}

static struct race_side side(const struct shadow_access *access, size_t size)
{
    return (struct race_side){.epoch = access->epoch,
                              .pc = access->pc,
                              .thread = access->thread,
                              .kind = access->kind,
                              .size = (uint8_t)(size < 255 ? size : 255)};
}

static void tell(const void *address, size_t size, const struct shadow_access *then,
                 const struct shadow_access *now)
{
    struct outcome *o = execution_verdict(VERDICT_RACE, KIND_DATA_RACE, now->pc, address);
    o->sides[0] = side(then, size);
    o->sides[1] = side(now, size);
    const struct thread *self = execution.current;
    o->sides[1].nheld = (uint8_t)self->nheld;
    for (uint32_t i = 0; i < self->nheld; i++)
        o->sides[1].held[i] = self->held[i].sync->address;
}

void race_touch(const void *address, size_t size, unsigned kind, uint32_t pc)
{
    const struct thread *self = execution.current;
    struct shadow_access then;
    if (tls_is_exchanged((uintptr_t)address)) // each thread has its own there
        return;
    heap_check((uintptr_t)address, size, kind, pc);
    if (kind & ACCESS_FREE ? !shadow_look((uintptr_t)address, size, kind, self->id, &self->clock, &then)
                           : !shadow_touch((uintptr_t)address, size, kind, self->id, &self->clock, pc, &then))
        return;
    learn(then.pc);
    learn(pc);
    if (blackbox->plan.tolerate_races) {
        blackbox->warnings |= WARNING_RACE_TOLERATED;
        return;
    }
    const struct shadow_access now = {clock_get(&self->clock, self->id), pc, self->id, (uint8_t)kind, 0};
    tell(address, size, &then, &now);
    execution_end();
}
