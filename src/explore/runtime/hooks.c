// The entry points that -fsanitize=thread makes the compiler call before each plain access: nothing else.
// gcc and clang differ in which of them they use; all are here, so that any object links.
#include "explore/runtime/hooks.h"

#include "explore/detectors/race.h"
#include "explore/detectors/shared_tls.h"
#include "explore/detectors/spin.h"
#include "explore/models/watch.h"
#include "explore/runtime/execution.h"
#include "explore/runtime/frames.h"
#include "explore/runtime/sched.h"

#include <string.h>

enum { PATIENCE = 1 << 16 }; // accesses without a step; then it is looked whether the thread ever takes one
enum { PLACES_OF_A_LOOP = 8 };

#define HERE ((uint32_t)(uintptr_t)__builtin_return_address(0))

static uint64_t load(const void *address, size_t size)
{
    uint64_t value = 0;
    memcpy(&value, address, size < 8 ? size : 8);
    return value;
}

// A loop that only looks sees the same at the same places, round after round. That is told once.
static bool is_told(const struct operation *o)
{
    const uint64_t value = load(o->object, o->size);
    const struct event *first = blackbox->events, *end = first + blackbox->nevents;
    for (const struct event *e = end; e > first && end - e < PLACES_OF_A_LOOP;) {
        e--;
        if (e->thread != execution.current->id || e->op != OP_READ || !(e->flags & EVENT_OBSERVED))
            return false;
        if (e->pc == o->pc && e->address == (uintptr_t)o->object)
            return e->flags & EVENT_HAS_VALUE && e->value == value;
    }
    return false;
}

// A place that races is a step of its own; in an execution that is shown without such steps it is logged.
static void step_or_log(const void *address, size_t size, unsigned kind, uint32_t pc)
{
    const struct operation o = {.op = kind & ACCESS_FREE    ? OP_FREE
                                      : kind & ACCESS_WRITE ? OP_WRITE
                                                            : OP_READ,
                                .object = address,
                                .pc = pc,
                                .size = (uint8_t)(size < 255 ? size : 255),
                                .flags = kind & ACCESS_VOLATILE ? EVENT_VOLATILE : 0};
    struct event *e = NULL;
    if (blackbox->plan.racy_steps)
        e = sched_step(&o);
    else if (blackbox->plan.tell && !(o.op == OP_READ && size <= 8 && is_told(&o)))
        e = sched_observe(&o);
    if (e && kind & ACCESS_WRITE && blackbox->plan.tell) {
        frames_writes(e);
    } else if (e && size <= 8) {
        e->value = load(address, size); // nobody else runs before the learner's load
        e->flags |= EVENT_HAS_VALUE;
    }
}

void hooks_touch(const void *address, size_t size, unsigned kind, uint32_t pc)
{
    if (!execution.running)
        return;
    execution.hooks++;
    execution.hook_pc = pc;
    execution.words += (size + 7) / 8;
    execution_note_frame((uintptr_t)__builtin_frame_address(0));
    if (blackbox->plan.tell)
        frames_written();
    if (blackbox->profile.nracy && race_is_racy(pc))
        step_or_log(address, size, kind, pc);
    race_touch(address, size, kind, pc);
    if (!(kind & ACCESS_WRITE)) {
        shared_tls_look((uintptr_t)address, size, pc);
        watch_read(address, size);
    }
    const struct thread *self = execution.current;
    const uintptr_t at = (uintptr_t)address;
    if (kind & ACCESS_WRITE && (at < self->stack_low || at >= self->stack_high)) {
        spin_forget(self);
        spin_wrote();
    }
    if (execution.hooks - execution.hooks_at_step >= PATIENCE)
        spin_patience(address, size, kind == ACCESS_READ || kind == (ACCESS_READ | ACCESS_VOLATILE), pc);
}

#define HOOK(name, kind)                                                                                     \
    void __tsan_##name(void *address, size_t size)                                                           \
    {                                                                                                        \
        hooks_touch(address, size, kind, HERE);                                                              \
    }
#define HOOK_SIZE(name, bytes, kind)                                                                         \
    void __tsan_##name##bytes(void *address)                                                                 \
    {                                                                                                        \
        hooks_touch(address, bytes, kind, HERE);                                                             \
    }
#define HOOK_BOTH(name, bytes)                                                                               \
    void __tsan_##name##bytes(void *address)                                                                 \
    {                                                                                                        \
        hooks_touch(address, bytes, ACCESS_READ, HERE);                                                      \
        hooks_touch(address, bytes, ACCESS_WRITE, HERE);                                                     \
    }
#define HOOKS(bytes)                                                                                         \
    HOOK_SIZE(read, bytes, ACCESS_READ)                                                                      \
    HOOK_SIZE(write, bytes, ACCESS_WRITE)                                                                    \
    HOOK_SIZE(volatile_read, bytes, ACCESS_READ | ACCESS_VOLATILE)                                           \
    HOOK_SIZE(volatile_write, bytes, ACCESS_WRITE | ACCESS_VOLATILE)                                         \
    HOOK_BOTH(read_write, bytes)
#define HOOKS_UNALIGNED(bytes)                                                                               \
    HOOK_SIZE(unaligned_read, bytes, ACCESS_READ)                                                            \
    HOOK_SIZE(unaligned_write, bytes, ACCESS_WRITE)                                                          \
    HOOK_SIZE(unaligned_volatile_read, bytes, ACCESS_READ | ACCESS_VOLATILE)                                 \
    HOOK_SIZE(unaligned_volatile_write, bytes, ACCESS_WRITE | ACCESS_VOLATILE)                               \
    HOOK_BOTH(unaligned_read_write, bytes)

HOOKS(1)
HOOKS(2)
HOOKS(4)
HOOKS(8)
HOOKS(16)
HOOKS_UNALIGNED(2)
HOOKS_UNALIGNED(4)
HOOKS_UNALIGNED(8)
HOOKS_UNALIGNED(16)
HOOK(read_range, ACCESS_READ)
HOOK(write_range, ACCESS_WRITE)

// Called by the object's constructor, and (unless switched off, as it is) at each function's begin and end.
void __tsan_init(void)
{
}

void __tsan_func_entry(void *pc)
{
    (void)pc;
}

void __tsan_func_exit(void)
{
}
