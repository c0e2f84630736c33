// The entry points for atomics: what -fsanitize=thread makes of atomic_*, of operators on _Atomic variables,
// and of the old __sync_*. Each is one step. Sizes that no machine does at once go through libatomic's
// functions instead, which are modelled here too.
#include "explore/clocks/atomic.h"
#include "explore/clocks/shadow.h"
#include "explore/detectors/race.h"
#include "explore/detectors/shared_tls.h"
#include "explore/detectors/spin.h"
#include "explore/models/model.h"
#include "explore/runtime/ways.h"

#include <string.h>

#define HERE ((uint32_t)(uintptr_t)__builtin_return_address(0))

// An atomic operation from its announcement to its end.
struct atomic {
    void *address;
    size_t size;
    int order;
    uint32_t pc;
    struct event *event;
    struct sync *location;
};

static struct atomic begin(enum op op, const volatile void *address, size_t size, int order, uint32_t pc)
{
    struct atomic a = {.address = (void *)(uintptr_t)address, .size = size, .order = order & 7, .pc = pc};
    if (!execution.running)
        return a;
    execution.hooks++;
    if (a.order != __ATOMIC_SEQ_CST)
        blackbox->weak_atomics = true;
    struct operation o = {.op = op,
                          .object = a.address,
                          .size = (uint8_t)(size < 255 ? size : 255),
                          .order = (uint8_t)a.order,
                          .pc = pc};
    o.enabled = spin_gate(execution.current, &o);
    a.event = sched_step(&o);
    a.location = sync_at(a.address, SYNC_ATOMIC);
    if (op != OP_ATOMIC_STORE)
        shared_tls_look((uintptr_t)a.address, size, pc);
    return a;
}

static uint64_t low_bytes(const void *value, size_t size)
{
    uint64_t bytes = 0;
    memcpy(&bytes, value, size < 8 ? size : 8);
    return bytes;
}

// The step was performed: the value that it read or wrote is told. Clocks were joined before (what it
// acquires orders its own access, too), and are published after.
static void tell(const struct atomic *a, const void *value, unsigned kind, unsigned flags)
{
    race_touch(a->address, a->size, ACCESS_ATOMIC | kind, a->pc);
    a->event->value = low_bytes(value, a->size);
    a->event->flags |= (uint8_t)(flags | (a->size <= 8 ? EVENT_HAS_VALUE : 0));
    spin_look(a->event);
}

static void loaded(const struct atomic *a, const void *value, unsigned flags)
{
    if (!a->event)
        return;
    atomic_learn(execution.current, &a->location->clock, a->order);
    tell(a, value, ACCESS_READ, flags);
}

static void stored(const struct atomic *a, const void *value, bool changed)
{
    if (!a->event)
        return;
    tell(a, value, ACCESS_WRITE, changed ? 0 : EVENT_UNCHANGED);
    atomic_publish(execution.current, &a->location->clock, a->order);
}

static void updated(const struct atomic *a, const void *value, bool changed)
{
    if (!a->event)
        return;
    atomic_learn(execution.current, &a->location->clock, a->order);
    tell(a, value, ACCESS_WRITE, changed ? 0 : EVENT_UNCHANGED);
    atomic_continue(execution.current, &a->location->clock, a->order);
}

static void failed(struct atomic *a, const void *value, int order)
{
    a->order = order & 7;
    loaded(a, value, EVENT_FAILED);
}

__extension__ typedef unsigned __int128 bits128;

#define UPDATE(bits, type, name, expression)                                                                 \
    type __tsan_atomic##bits##_##name(volatile type *p, type value, int order)                               \
    {                                                                                                        \
        const struct atomic a = begin(OP_ATOMIC_RMW, p, sizeof *p, order, HERE);                             \
        const type old = *p, new = (type)(expression);                                                       \
        *p = new;                                                                                            \
        updated(&a, &new, new != old);                                                                       \
        return old;                                                                                          \
    }
#define COMPARE_EXCHANGE(bits, type, name, weak)                                                             \
    int __tsan_atomic##bits##_compare_exchange_##name(volatile type *p, type *expected, type desired,        \
                                                      int order, int failed_order)                           \
    {                                                                                                        \
        struct atomic a = begin(OP_ATOMIC_CAS, p, sizeof *p, order, HERE);                                   \
        const type old = *p;                                                                                 \
        if (old == *expected && !(weak && ways_fail_spuriously())) {                                         \
            *p = desired;                                                                                    \
            updated(&a, &desired, desired != old);                                                           \
            return 1;                                                                                        \
        }                                                                                                    \
        failed(&a, &old, failed_order);                                                                      \
        if (a.event && old == *expected) /* for no reason: to try again is not in vain */                    \
            spin_forget(execution.current);                                                                  \
        *expected = old;                                                                                     \
        return 0;                                                                                            \
    }
#define ATOMICS(bits, type)                                                                                  \
    type __tsan_atomic##bits##_load(const volatile type *p, int order)                                       \
    {                                                                                                        \
        const struct atomic a = begin(OP_ATOMIC_LOAD, p, sizeof *p, order, HERE);                            \
        const type value = *p;                                                                               \
        loaded(&a, &value, 0);                                                                               \
        return value;                                                                                        \
    }                                                                                                        \
    void __tsan_atomic##bits##_store(volatile type *p, type value, int order)                                \
    {                                                                                                        \
        const struct atomic a = begin(OP_ATOMIC_STORE, p, sizeof *p, order, HERE);                           \
        const bool changed = *p != value;                                                                    \
        *p = value;                                                                                          \
        stored(&a, &value, changed);                                                                         \
    }                                                                                                        \
    UPDATE(bits, type, exchange, value)                                                                      \
    UPDATE(bits, type, fetch_add, old + value)                                                               \
    UPDATE(bits, type, fetch_sub, old - value)                                                               \
    UPDATE(bits, type, fetch_and, old &value)                                                                \
    UPDATE(bits, type, fetch_or, old | value)                                                                \
    UPDATE(bits, type, fetch_xor, old ^ value)                                                               \
    UPDATE(bits, type, fetch_nand, ~(old & value))                                                           \
    COMPARE_EXCHANGE(bits, type, strong, false)                                                              \
    COMPARE_EXCHANGE(bits, type, weak, true)                                                                 \
    type __tsan_atomic##bits##_compare_exchange_val(volatile type *p, type expected, type desired,           \
                                                    int order, int failed_order)                             \
    {                                                                                                        \
        struct atomic a = begin(OP_ATOMIC_CAS, p, sizeof *p, order, HERE);                                   \
        const type old = *p;                                                                                 \
        if (old != expected) {                                                                               \
            failed(&a, &old, failed_order);                                                                  \
            return old;                                                                                      \
        }                                                                                                    \
        *p = desired;                                                                                        \
        updated(&a, &desired, desired != old);                                                               \
        return old;                                                                                          \
    }

ATOMICS(8, uint8_t)
ATOMICS(16, uint16_t)
ATOMICS(32, uint32_t)
ATOMICS(64, uint64_t)
ATOMICS(128, bits128)

// A fence is no step, since nobody else can tell when it was passed; but it is part of the story.
void __tsan_atomic_thread_fence(int order)
{
    if (!execution.running)
        return;
    if (order != __ATOMIC_SEQ_CST)
        blackbox->weak_atomics = true;
    if (blackbox->plan.tell)
        sched_observe(&(struct operation){.op = OP_FENCE, .order = (uint8_t)order, .pc = HERE});
    atomic_pass_fence(execution.current, order);
}

// Orders a thread with its own signal handlers alone, of which there are none.
void __tsan_atomic_signal_fence(int order)
{
    (void)order;
}

void MODEL(__atomic_load)(size_t size, const void *from, void *to, int order)
{
    const struct atomic a = begin(OP_ATOMIC_LOAD, from, size, order, HERE);
    memcpy(to, from, size);
    loaded(&a, to, 0);
}

void MODEL(__atomic_store)(size_t size, void *to, const void *from, int order)
{
    const struct atomic a = begin(OP_ATOMIC_STORE, to, size, order, HERE);
    const bool changed = memcmp(to, from, size) != 0;
    memcpy(to, from, size);
    stored(&a, from, changed);
}

void MODEL(__atomic_exchange)(size_t size, void *object, const void *new, void *old, int order)
{
    const struct atomic a = begin(OP_ATOMIC_RMW, object, size, order, HERE);
    const bool changed = memcmp(object, new, size) != 0;
    memcpy(old, object, size);
    memcpy(object, new, size);
    updated(&a, object, changed);
}

bool MODEL(__atomic_compare_exchange)(size_t size, void *object, void *expected, const void *desired,
                                      int order, int failed_order)
{
    struct atomic a = begin(OP_ATOMIC_CAS, object, size, order, HERE);
    if (memcmp(object, expected, size) == 0) {
        const bool changed = memcmp(object, desired, size) != 0;
        memcpy(object, desired, size);
        updated(&a, object, changed);
        return true;
    }
    memcpy(expected, object, size);
    failed(&a, expected, failed_order);
    return false;
}

bool MODEL(__atomic_is_lock_free)(size_t size, const void *object)
{
    return size <= 8 && (size & (size - 1)) == 0 && (uintptr_t)object % (size ? size : 1) == 0;
}

// Exceptions of atomic floating-point arithmetic: nobody sees them.
void MODEL(__atomic_feraiseexcept)(int exceptions)
{
    (void)exceptions;
}
