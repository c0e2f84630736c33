#include "explore/detectors/spin.h"

#include <string.h>

// What a thread has looked at since it last changed anything. It idles when it comes to the same place, sees
// the same value, and all its local variables are as they were: then the next round will be no different,
// unless another thread changes something that was looked at. A loop that counts its rounds is therefore none
// of these: it might end by itself.
struct look {
    uint32_t pc;
    uint32_t repeats; // how often the same was seen there again
    uint64_t address, value, locals;
    uint8_t size;
};

enum { LOOKS_MAX = 16 };

static struct log {
    uint32_t nlooks;
    struct look looks[LOOKS_MAX];
} logs[THREADS_MAX]; // [thread]

void spin_reset(void)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++)
        logs[id].nlooks = 0;
}

void spin_forget(const struct thread *self)
{
    logs[self->id].nlooks = 0;
}

static bool is_idle(const struct look *l)
{
    return l->repeats > 0;
}

static bool can_see_change(const struct thread *thread)
{
    const struct log *log = &logs[thread->id];
    for (uint32_t i = 0; i < log->nlooks; i++) {
        const struct look *l = &log->looks[i];
        if (is_idle(l) && memcmp((const void *)(uintptr_t)l->address, &l->value, l->size) != 0)
            return true;
    }
    return false;
}

static struct look *find(const struct thread *self, uint32_t pc, uint64_t address)
{
    struct log *log = &logs[self->id];
    for (uint32_t i = 0; i < log->nlooks; i++)
        if (log->looks[i].pc == pc && log->looks[i].address == address)
            return &log->looks[i];
    return NULL;
}

// Partial-order reduction takes a thread to wait for the object that it announces: with more of them it may
// miss an order.
static void note_others(const struct thread *self, uint64_t address)
{
    const struct log *log = &logs[self->id];
    for (uint32_t i = 0; i < log->nlooks; i++)
        if (is_idle(&log->looks[i]) && log->looks[i].address != address)
            blackbox->approximate = true;
}

bool (*spin_gate(const struct thread *self, const struct operation *next))(const struct thread *)
{
    const struct look *l = find(self, next->pc, (uintptr_t)next->object);
    if (!l || !is_idle(l))
        return NULL;
    note_others(self, l->address);
    return can_see_change;
}

bool spin_is_parked(const struct thread *thread)
{
    return thread->next.enabled == can_see_change;
}

// The thread's stack above the run-time's own frames, in one number (FNV-1a, eight bytes at a time).
static uint64_t hash_locals(const struct thread *self)
{
    const uintptr_t *frame = __builtin_frame_address(0);
    while ((uintptr_t)(frame + 2) <= self->stack_high && !execution_is_learner_pc((uint32_t)frame[1]) &&
           frame[0] > (uintptr_t)frame)
        frame = (const uintptr_t *)frame[0];
    uint64_t hash = 0xcbf29ce484222325;
    for (const uintptr_t *word = frame + 2; (uintptr_t)(word + 1) <= self->stack_high; word++)
        hash = (hash ^ *word) * 0x100000001b3;
    return hash;
}

static bool has_effect(const struct event *e)
{
    return e->op != OP_ATOMIC_LOAD && !(e->flags & (EVENT_FAILED | EVENT_UNCHANGED));
}

void spin_look(const struct event *event)
{
    const struct thread *self = execution.current;
    struct log *log = &logs[self->id];
    if (has_effect(event) || event->size > 8) {
        log->nlooks = 0;
        return;
    }
    const uint64_t locals = hash_locals(self);
    struct look *l = find(self, event->pc, event->address);
    if (!l && log->nlooks == LOOKS_MAX)
        log->nlooks = 0;
    if (!l) {
        l = &log->looks[log->nlooks++];
        *l = (struct look){.pc = event->pc, .address = event->address, .size = event->size};
    } else if (l->value == event->value && l->locals == locals) {
        l->repeats++;
        return;
    }
    l->repeats = 0;
    l->value = event->value;
    l->locals = locals;
}
