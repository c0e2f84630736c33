#include "explore/runtime/guard.h"

#include "explore/backends/machine.h"
#include "explore/backends/stacks.h"
#include "explore/runtime/execution.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

enum { TICK_US = 10000 };

static char handler_stack[GUARD_STACK_BYTES]; // of the kernel thread that called guard_open()

// The place in the learner's code where the signal struck; 0: it was elsewhere.
static uint32_t place(const void *context)
{
    const uintptr_t pc = machine_pc(context);
    return pc <= UINT32_MAX && execution_is_learner_pc((uint32_t)pc) ? (uint32_t)pc + 1 : 0;
}

// Where the learner's code called what was struck: of the run-time, which has frame pointers, the call; of a
// library, the last access that a model told of, since libc has none.
static uint32_t place_of_call(const void *context)
{
    const struct thread *self = execution.current;
    if (machine_pc(context) > UINT32_MAX)
        return execution.hook_pc;
    const uintptr_t *frame = (const uintptr_t *)machine_frame(context);
    while ((uintptr_t)frame % sizeof *frame == 0 && (uintptr_t)frame >= self->stack_low &&
           (uintptr_t)(frame + 2) <= self->stack_high) {
        if (frame[1] <= UINT32_MAX && execution_is_learner_pc((uint32_t)frame[1]))
            return (uint32_t)frame[1];
        if (frame[0] <= (uintptr_t)frame)
            break;
        frame = (const uintptr_t *)frame[0];
    }
    return 0;
}

static void crashed(int signal, siginfo_t *info, void *context)
{
    if (!execution.running) // our own mistake, or libc's after learner code has damaged it
        _Exit(128 + signal);
    const struct thread *t = execution.current;
    const uintptr_t address = (uintptr_t)info->si_addr;
    const bool overflow =
        signal == SIGSEGV && address < t->stack_low && address >= t->stack_low - STACK_HOLE_BYTES;
    const uint32_t here = place(context);
    struct outcome *o = execution_verdict(VERDICT_CRASH, overflow ? KIND_STACK_OVERFLOW : KIND_SIGNAL,
                                          here ? here : place_of_call(context), info->si_addr);
    o->status = signal;
    execution_end();
}

// The signal is the process's: any kernel thread may get it. It concerns the one that runs the learner.
static bool pass_on(int signal)
{
    const int runs = execution.current ? execution.current->kernel_thread : 0;
    if (!execution.running || runs == 0 || runs == (int)syscall(SYS_gettid))
        return false;
    syscall(SYS_tgkill, getpid(), runs, signal);
    return true;
}

// A thread that calls no hook for a while will not come back: nobody else could change what it waits for. The
// while is of processor time, so that a busy machine makes no difference.
static void tick(int signal, siginfo_t *info, void *context)
{
    static uint64_t last_hooks, last_execution;
    static unsigned idle;
    (void)info;
    if (pass_on(signal))
        return;
    const bool same =
        execution.running && execution.hooks == last_hooks && blackbox->executions == last_execution;
    idle = same ? idle + 1 : 0;
    last_hooks = execution.hooks;
    last_execution = blackbox->executions;
    if (idle < blackbox->plan.idle_ticks || !place(context)) // within a library it may only be slow
        return;
    idle = 0;
    execution_verdict(VERDICT_HANG, KIND_LOOP, place(context), NULL);
    execution_end();
}

static int handle(int signal, void (*handler)(int, siginfo_t *, void *), int flags)
{
    struct sigaction action = {.sa_sigaction = handler,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | flags};
    return sigaction(signal, &action, NULL) == 0 ? 0 : errno;
}

int guard_open(void)
{
    const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
    int error = 0;
    guard_stack(handler_stack);
    for (size_t i = 0; !error && i < sizeof signals / sizeof signals[0]; i++)
        error = handle(signals[i], crashed, 0);
    return error ? error : handle(SIGPROF, tick, SA_RESTART);
}

int guard_watch(void)
{
    const struct itimerval every = {{0, TICK_US}, {0, TICK_US}};
    return setitimer(ITIMER_PROF, &every, NULL) == 0 ? 0 : errno;
}

void guard_stack(void *stack)
{
    const stack_t s = {.ss_sp = stack, .ss_size = GUARD_STACK_BYTES};
    sigaltstack(&s, NULL); // can fail only for a stack that is too small
}
