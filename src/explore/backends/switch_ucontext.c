// fiber_init() and fiber_switch() where no assembly was written: by swapcontext(), which works everywhere and
// makes two system calls a switch.
#include "explore/backends/switch.h"

#include <stdint.h>
#include <string.h>
#include <ucontext.h>

// A fiber that stands still: its context lies on its own stack.
void fiber_init(struct fiber *fiber, void *stack, size_t bytes, void (*entry)(void))
{
    ucontext_t *context = (ucontext_t *)(((uintptr_t)stack + 63) & ~(uintptr_t)63);
    memset(context, 0, sizeof *context);
    getcontext(context);
    const size_t used = (size_t)((char *)(context + 1) - (char *)stack);
    context->uc_stack.ss_sp = (char *)stack + used;
    context->uc_stack.ss_size = bytes - used;
    context->uc_link = NULL;
    makecontext(context, entry, 0);
    fiber->stack_pointer = context;
}

void fiber_switch(struct fiber *from, struct fiber *to)
{
    ucontext_t here;
    from->stack_pointer = &here;
    swapcontext(&here, to->stack_pointer);
}
