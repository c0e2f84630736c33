#include "explore/detectors/livelock.h"

#include "explore/backends/tls.h"
#include "explore/detectors/spin.h"
#include "explore/models/heap.h"
#include "explore/models/input.h"
#include "explore/runtime/execution.h"
#include "explore/runtime/sync.h"

// The variables of the program and of a check, renamed by src/explore/build; there may be none.
extern char __start_learner_data[] __attribute__((weak)), __stop_learner_data[] __attribute__((weak));
extern char __start_learner_bss[] __attribute__((weak)), __stop_learner_bss[] __attribute__((weak));

enum { STEPS_MAX = 2048, BYTES_MAX = 1 << 16 };

static uintptr_t frames[THREADS_MAX]; // [thread]: where the learner's part of its stack begins
static uint64_t
    tls_hashes[THREADS_MAX]; // [thread]: of its thread-local variables, when it announced its step
static bool could[THREADS_MAX], moved[THREADS_MAX]; // since the mark
static struct {
    uint32_t step;
    uint64_t state, others; // others: changes by then that are no part of the state
    bool set;
} mark;

// A number for all that was added. FNV-1a, eight bytes at a time.
struct state {
    uint64_t hash;
    size_t bytes;
};

static void add(struct state *s, uint64_t word)
{
    s->hash = (s->hash ^ word) * 0x100000001b3;
    s->hash ^= s->hash >> 29;
}

__attribute__((no_sanitize("address"))) // a stack is read as it lies there
static void
add_bytes(struct state *s, uintptr_t from, uintptr_t to)
{
    s->bytes += to - from;
    if (s->bytes > BYTES_MAX)
        return;
    for (; from + 8 <= to; from += 8)
        add(s, *(const uint64_t *)from);
    for (; from < to; from++)
        add(s, *(const unsigned char *)from);
}

void livelock_reset(void)
{
    mark.set = false;
}

void livelock_note(uint8_t thread, uintptr_t frame)
{
    const uintptr_t tls = execution.current->tls ? execution.current->tls : tls_here();
    struct state s = {0};
    add_bytes(&s, tls, tls + tls_size());
    tls_hashes[thread] = s.hash;
    frames[thread] = frame;
}

void livelock_moved(uint8_t thread)
{
    moved[thread] = true;
}

static void add_thread(struct state *s, const struct thread *t)
{
    const struct operation *o = &t->next;
    add(s, (uint64_t)o->pc << 32 | (uint64_t)o->op << 16 | t->id);
    add(s, (uintptr_t)o->object);
    add(s, (uintptr_t)o->object2);
    add(s, o->deadline_ns);
    add(s, o->op == OP_START ? 0 : tls_hashes[t->id]);
    if (o->op != OP_START)
        add_bytes(s, frames[t->id], t->stack_high);
}

static void add_sync(struct sync *object, void *argument)
{
    struct state *s = argument;
    add(s, object->address);
    add(s, (uint64_t)object->kind << 56 | (uint64_t)object->state << 48 |
               (uint64_t)(uint16_t)object->owner << 32 | object->count);
    add(s, object->nwaiters);
    for (uint32_t i = 0; object->kind == SYNC_RWLOCK && i < blackbox->profile.npaths; i++)
        add(s, object->waiters[i]);
    for (uint32_t i = 0; object->kind != SYNC_RWLOCK && i < object->nwaiters; i++)
        add(s, object->waiters[i]);
}

static void add_block(const struct block *b, void *argument)
{
    struct state *s = argument;
    add(s, b->address << 1 | b->freed);
    if (!b->freed)
        add_bytes(s, b->address, b->address + b->size);
}

static struct state state_of_all(void)
{
    struct state s = {.hash = 0xcbf29ce484222325};
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++)
        if (execution.threads[id].state == THREAD_LIVE)
            add_thread(&s, &execution.threads[id]);
    add_bytes(&s, (uintptr_t)__start_learner_data, (uintptr_t)__stop_learner_data);
    add_bytes(&s, (uintptr_t)__start_learner_bss, (uintptr_t)__stop_learner_bss);
    heap_each(add_block, &s);
    sync_each(add_sync, &s);
    add(&s, input_position());
    add(&s, execution.now_ns);
    return s;
}

// Who might go on without anybody else's doing: by a step, or since its time comes.
static bool all_have_moved(void)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        if (t->state == THREAD_LIVE && (could[id] || t->next.deadline_ns) && !moved[id])
            return false;
    }
    return true;
}

static _Noreturn void tell(uint8_t thread)
{
    struct outcome *o =
        execution_verdict(VERDICT_HANG, KIND_LIVELOCK, execution.threads[thread].next.pc, NULL);
    o->thread = thread;
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++) {
        const struct thread *t = &execution.threads[id];
        if (t->state == THREAD_LIVE && moved[id] && o->nwaits < WAITS_MAX)
            o->waits[o->nwaits++] = (struct wait){.address = (uintptr_t)t->next.object,
                                                  .pc = t->next.pc,
                                                  .op = (uint8_t)t->next.op,
                                                  .thread = t->id,
                                                  .holder = THREAD_NONE,
                                                  .polls = true};
    }
    execution_end();
}

static void set_mark(uint32_t step, const struct state *s)
{
    mark.step = step;
    mark.state = s->hash;
    mark.others = spin_others();
    mark.set = true;
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++)
        could[id] = moved[id] = false;
}

void livelock_look(uint32_t step, const uint8_t *enabled, int n)
{
    if (step == 0 || step > STEPS_MAX)
        return;
    const struct state s = state_of_all();
    if (s.bytes > BYTES_MAX)
        return; // too much to look at again and again
    const bool again = mark.set && mark.state == s.hash && mark.others == spin_others();
    if (again && all_have_moved())
        tell(enabled[0]);
    if (!mark.set || (!again && (step & (step - 1)) == 0))
        set_mark(step, &s);
    for (int i = 0; i < n; i++)
        could[enabled[i]] = true;
}
