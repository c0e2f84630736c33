#include "explore/backends/machine.h"

uintptr_t machine_pc(const void *ucontext)
{
    (void)ucontext;
    return 0;
}
