// The fast back end: all threads of the learner are fibers of one kernel thread.
#include "explore/backends/backend.h"
#include "explore/backends/stacks.h"
#include "explore/backends/switch.h"
#include "explore/backends/tls.h"
#include "explore/runtime/sched.h"

#include <string.h>
#include <sys/mman.h>

enum { OWN_FRAMES = 2048, KEEP_BYTES = 256 << 10 };

struct strand {
    struct fiber fiber;
    void *tls; // its thread-local variables while it stands still
};

static struct strand strands[THREADS_MAX]; // [thread]
static struct fiber runner;                // where run() waits for leave()

static int open_fibers(void)
{
    tls_open(true);
    blackbox->thread_local_bytes = tls_size();
    return 0;
}

static void enter(void)
{
    sched_thread_main(execution.current);
}

// A stack begins empty, so that a variable that nobody has set is the same in each execution. Below the
// deepest frame that was noted, the run-time's own calls have left something.
static void empty(const struct thread *thread, uintptr_t low, uintptr_t high)
{
    if (!thread->stack_used)
        return; // it was never run upon
    const uintptr_t from = thread->stack_used > low + OWN_FRAMES ? thread->stack_used - OWN_FRAMES : low;
    if (high - from <= KEEP_BYTES)
        memset((void *)from, 0, high - from);
    else
        madvise((void *)(from & ~(uintptr_t)4095), high - (from & ~(uintptr_t)4095), MADV_DONTNEED);
}

// The room above the stack holds the copy of the thread-local variables.
static void start(struct thread *thread)
{
    const uintptr_t low = stacks_low(thread->id), high = low + STACK_BYTES;
    if (stacks_map(thread->id, tls_size()) != 0)
        execution_unsupported(0, "no memory for the stack of one more thread");
    empty(thread, low, high);
    thread->stack_low = low;
    thread->stack_high = thread->stack_used = high;
    blackbox->thread_locals[thread->id] = thread->tls = tls_here();
    struct strand *strand = &strands[thread->id];
    strand->tls = (void *)high;
    thread->context = strand;
    fiber_init(&strand->fiber, (void *)low, STACK_BYTES, enter);
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
