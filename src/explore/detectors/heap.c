#include "explore/detectors/heap.h"

#include "explore/backends/tls.h"
#include "explore/models/heap.h"
#include "explore/models/tsd.h"

#include <string.h>

// The variables of the program, renamed by src/explore/build; there may be none.
extern char __start_learner_data[] __attribute__((weak)), __stop_learner_data[] __attribute__((weak));
extern char __start_learner_bss[] __attribute__((weak)), __stop_learner_bss[] __attribute__((weak));

static struct outcome *crash(enum verdict_kind kind, uintptr_t address, const struct block *b, uint32_t pc)
{
    struct outcome *o = execution_verdict(VERDICT_CRASH, kind, pc, (const void *)address);
    if (b)
        o->block = *b;
    return o;
}

void heap_check(uintptr_t address, size_t size, unsigned kind, uint32_t pc)
{
    if (!heap_contains(address) || size == 0)
        return;
    const struct block *b = heap_nearest(address);
    const bool inside = b && address >= b->address && address + size <= b->address + b->size;
    if (inside && !b->freed)
        return;
    struct outcome *o = crash(b && b->freed ? KIND_USE_AFTER_FREE : KIND_OVERFLOW, address, b, pc);
    o->sides[1] = (struct race_side){
        .pc = pc, .thread = o->thread, .kind = (uint8_t)kind, .size = (uint8_t)(size < 255 ? size : 255)};
    execution_end();
}

static bool is_fence(uintptr_t from, uintptr_t to)
{
    for (const unsigned char *p = (const unsigned char *)from; p < (const unsigned char *)to; p++)
        if (*p != HEAP_FENCE_BYTE)
            return false;
    return true;
}

// The bytes beside a block were written by something that no hook has seen.
static void check_fences(const struct block *b, uint32_t pc)
{
    const uintptr_t end = b->address + b->size;
    if (is_fence(b->address - HEAP_FENCE, b->address) &&
        is_fence(end, ((end + 15) & ~(uintptr_t)15) + HEAP_FENCE))
        return;
    crash(KIND_OVERFLOW, end, b, pc);
    execution_end();
}

static bool lies_in(uintptr_t address, const char *start, const char *stop)
{
    return address >= (uintptr_t)start && address < (uintptr_t)stop;
}

bool heap_is_variable(uintptr_t address)
{
    bool found = lies_in(address, __start_learner_data, __stop_learner_data) ||
                 lies_in(address, __start_learner_bss, __stop_learner_bss);
    for (uint32_t id = 0; id < blackbox->profile.npaths && !found; id++) {
        const struct thread *t = &execution.threads[id];
        found = t->state != THREAD_UNUSED &&
                (address - t->stack_low < t->stack_high - t->stack_low || address - t->tls < tls_size());
    }
    return found;
}

void heap_check_free(uintptr_t address, uint32_t pc)
{
    const struct block *b = heap_nearest(address);
    if (b && b->address == address) {
        if (b->freed) {
            crash(KIND_DOUBLE_FREE, address, b, pc);
            execution_end();
        }
        check_fences(b, pc);
    } else if (heap_contains(address) || heap_is_variable(address)) {
        crash(KIND_INVALID_FREE, address, b, pc);
        execution_end();
    }
}

// Which blocks a variable leads to, directly or through other blocks. Any word that points into a block
// counts, so that no memory in use is called left.
struct search {
    bool grown; // another block was reached
    size_t left_bytes, left_blocks;
    struct block first;
};

__attribute__((
    no_sanitize("address"))) // a stack is read as it lies there, with what is between its variables
static bool
mark(uintptr_t start, uintptr_t stop)
{
    bool grown = false;
    for (uintptr_t at = (start + 7) & ~(uintptr_t)7; at + 8 <= stop; at += 8) {
        const uintptr_t word = *(const uintptr_t *)at;
        struct block *b = heap_contains(word) ? (struct block *)heap_nearest(word) : NULL;
        if (!b || b->freed || b->reached || word < b->address || word > b->address + b->size)
            continue;
        b->reached = true;
        grown = true;
    }
    return grown;
}

static void mark_through(const struct block *b, void *argument)
{
    struct search *s = argument;
    if (b->freed || !b->reached || b->searched)
        return;
    ((struct block *)b)->searched = true;
    s->grown |= mark(b->address, b->address + b->size);
}

static void mark_thread(const struct thread *t, uintptr_t from)
{
    if (from >= t->stack_low && from < t->stack_high)
        mark(from, t->stack_high);
}

static void mark_all(struct search *s)
{
    mark((uintptr_t)__start_learner_data, (uintptr_t)__stop_learner_data);
    mark((uintptr_t)__start_learner_bss, (uintptr_t)__stop_learner_bss);
    mark(execution.current->tls, execution.current->tls + tls_size());
    size_t nkeys;
    void *const *values = tsd_values(&nkeys);
    mark((uintptr_t)values, (uintptr_t)(values + nkeys));
    mark_thread(execution.current, (uintptr_t)__builtin_frame_address(0));
    do {
        s->grown = false;
        heap_each(mark_through, s);
    } while (s->grown);
}

static void count_left(const struct block *b, void *argument)
{
    struct search *s = argument;
    if (b->freed || b->reached || !execution_is_submission_pc(b->alloc_pc))
        return;
    if (s->left_blocks++ == 0)
        s->first = *b;
    s->left_bytes += b->size;
}

static void count_live(const struct block *b, void *argument)
{
    size_t *live = argument;
    if (b->freed)
        return;
    check_fences(b, 0);
    *live += execution_is_submission_pc(b->alloc_pc);
}

static bool another_runs(void)
{
    for (uint32_t id = 0; id < blackbox->profile.npaths; id++)
        if (&execution.threads[id] != execution.current && execution.threads[id].state == THREAD_LIVE)
            return true;
    return false;
}

void heap_check_end(bool leaks)
{
    size_t live = 0;
    heap_each(count_live, &live);
    if (!leaks || live == 0 || another_runs())
        return;
    struct search s = {0};
    mark_all(&s);
    heap_each(count_left, &s);
    if (s.left_blocks == 0)
        return;
    struct outcome *o = execution_verdict(VERDICT_LEAK, KIND_MEMORY_LEFT, s.first.alloc_pc, NULL);
    o->block = s.first;
    o->left_bytes = s.left_bytes;
    o->left_blocks = s.left_blocks;
    execution_end();
}
