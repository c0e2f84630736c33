#include "explore/backends/machine.h"

uintptr_t machine_pc(const void *ucontext)
{
    (void)ucontext;
    return 0;
}

uintptr_t machine_frame(const void *ucontext)
{
    (void)ucontext;
    return 0;
}
