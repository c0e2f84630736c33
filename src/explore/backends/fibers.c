// The fast back end: all threads of the learner are fibers of one kernel thread.
#include "explore/backends/backend.h"
#include "explore/backends/switch.h"
#include "explore/backends/tls.h"
#include "explore/runtime/sched.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

// Stacks stand at fixed addresses, so that the address of a local variable is the same in each execution.
static char *const STACKS = (char *)0x200000000000;
enum { STACK_BYTES = 256 << 10, GUARD_BYTES = 4096 };

struct strand {
    struct fiber fiber;
    void *tls; // its thread-local variables while it stands still
};

static struct strand strands[THREADS_MAX]; // [thread]
static struct fiber runner;                // where run() waits for leave()
static size_t stride;                      // from one stack to the next

// A place in the table: guard page, stack, copy of the thread-local variables.
static int make_stacks(uint32_t max_threads)
{
    const size_t tls = (tls_size() + 4095) & ~(size_t)4095;
    stride = GUARD_BYTES + STACK_BYTES + tls;
    const size_t bytes = stride * max_threads;
    char *at = mmap(STACKS, bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (at != STACKS)
        return at == MAP_FAILED ? errno : EEXIST;
    for (uint32_t i = 0; i < max_threads; i++) {
        if (mprotect(at + stride * i, GUARD_BYTES, PROT_NONE) != 0)
            return errno;
        strands[i].tls = at + stride * i + GUARD_BYTES + STACK_BYTES;
    }
    return 0;
}

static int open_fibers(uint32_t max_threads)
{
    tls_open();
    return make_stacks(max_threads);
}

static void enter(void)
{
    sched_thread_main(execution.current);
}

static void start(struct thread *thread)
{
    char *stack = STACKS + stride * thread->id + GUARD_BYTES;
    thread->stack_low = (uintptr_t)stack;
    thread->stack_high = (uintptr_t)stack + STACK_BYTES;
    struct strand *strand = &strands[thread->id];
    thread->context = strand;
    fiber_init(&strand->fiber, stack, STACK_BYTES, enter);
    if (tls_size())
        tls_fresh(strand->tls);
}

static void switch_to(struct thread *from, struct thread *to)
{
    struct strand *out = from->context, *in = to->context;
    if (tls_size()) {
        tls_save(out->tls);
        tls_load(in->tls);
    }
    fiber_switch(&out->fiber, &in->fiber);
}

static void run(struct thread *first)
{
    struct strand *in = first->context;
    if (tls_size())
        tls_load(in->tls);
    fiber_switch(&runner, &in->fiber);
}

static void leave(void)
{
    struct fiber forgotten; // nobody goes back to a fiber of an execution that is over
    fiber_switch(&forgotten, &runner);
}

const struct backend backend_fibers = {.name = "fibers",
                                       .open = open_fibers,
                                       .start = start,
                                       .switch_to = switch_to,
                                       .run = run,
                                       .leave = leave};
