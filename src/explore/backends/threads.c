// The faithful back end: each thread of the learner is a kernel thread, with a thread's own thread-local
// variables and a real stack. One at a time has the baton and runs; the others sleep on a futex, each on its
// own.
//
// A kernel thread cannot be taken back from the midst of learner code, so an execution needs a process of its
// own (backend.apart): what is left at the end dies with it.
#include "explore/backends/backend.h"
#include "explore/backends/stacks.h"
#include "explore/backends/switch.h"
#include "explore/backends/tls.h"
#include "explore/runtime/guard.h"
#include "explore/runtime/sched.h"

#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

// Above the stack: the signal handlers' stack, then what glibc keeps of a thread and its first calls.
enum { GLIBC_BYTES = 64 << 10 };

// A thread may run while its baton is 1; taking it sets it to 0. acquire and release: whoever gets the baton
// sees all that the one before did.
struct strand {
    atomic_uint baton;
    bool born;
    struct fiber own, learner; // two parts of its stack: ours, above, and the learner's
    struct thread *to;         // who gets the baton next
};

static struct strand strands[THREADS_MAX]; // [thread]
static atomic_uint runner_baton;           // of run()

static void hand_over(atomic_uint *baton)
{
    atomic_store_explicit(baton, 1, memory_order_release);
    syscall(SYS_futex, baton, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void await(atomic_uint *baton)
{
    while (atomic_exchange_explicit(baton, 0, memory_order_acquire) == 0)
        syscall(SYS_futex, baton, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0);
}

static int open_threads(void)
{
    tls_open(false);
    blackbox->thread_local_bytes = tls_size();
    return 0;
}

static void start(struct thread *thread)
{
    struct strand *strand = &strands[thread->id];
    thread->stack_low = stacks_low(thread->id);
    thread->stack_high = thread->stack_used = thread->stack_low + STACK_BYTES;
    thread->context = strand;
    strand->born = false;
}

static void enter(void)
{
    sched_thread_main(execution.current);
}

static void *live(void *thread);

static int make(struct thread *thread)
{
    const size_t room = GUARD_STACK_BYTES + GLIBC_BYTES + tls_size();
    pthread_attr_t attributes;
    pthread_t unused;
    int error = stacks_map(thread->id, room);
    if (error)
        return error;
    pthread_attr_init(&attributes);
    error = pthread_attr_setstack(&attributes, (void *)thread->stack_low, (STACK_BYTES + room) & ~(size_t)63);
    if (!error)
        error = pthread_create(&unused, &attributes, live, thread);
    pthread_attr_destroy(&attributes);
    return error;
}

// A thread that was never switched to begins with the baton in its hand.
static void go_on(struct thread *thread)
{
    struct strand *strand = thread->context;
    if (strand->born) {
        hand_over(&strand->baton);
        return;
    }
    strand->born = true;
    if (make(thread) != 0)
        execution_unsupported(0, "the system gives no more threads");
}

// The learner's frames begin where they do in a fiber, and nothing of ours or of glibc's lies among them:
// what a variable that nobody has set holds is the same in both back ends. So handing over is done on our
// part.
static void *live(void *argument)
{
    struct thread *thread = argument;
    struct strand *strand = thread->context;
    guard_stack((void *)thread->stack_high);
    blackbox->thread_locals[thread->id] = thread->tls = tls_here();
    thread->kernel_thread = (int)syscall(SYS_gettid);
    fiber_init(&strand->learner, (void *)thread->stack_low, STACK_BYTES, enter);
    for (;;) {
        fiber_switch(&strand->own, &strand->learner);
        go_on(strand->to);
        await(&strand->baton);
    }
    return NULL; // never: it sleeps when its thread has ended, or the execution
}

static void switch_to(struct thread *from, struct thread *to)
{
    struct strand *out = from->context;
    out->to = to;
    fiber_switch(&out->learner, &out->own);
}

static void run(struct thread *first)
{
    go_on(first);
    await(&runner_baton);
}

static void leave(void)
{
    hand_over(&runner_baton);
    for (;;)
        pause(); // until the process ends
}

const struct backend backend_threads = {.name = "threads",
                                        .apart = true,
                                        .open = open_threads,
                                        .start = start,
                                        .switch_to = switch_to,
                                        .run = run,
                                        .leave = leave};
