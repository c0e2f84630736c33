#include "explore/backends/machine.h"

#include <ucontext.h>

uintptr_t machine_pc(const void *ucontext)
{
    const ucontext_t *context = ucontext;
    return (uintptr_t)context->uc_mcontext.pc;
}

uintptr_t machine_frame(const void *ucontext)
{
    const ucontext_t *context = ucontext;
    return (uintptr_t)context->uc_mcontext.regs[29];
}
