// Until the reader of stacks is there.
#include "judge/stacks.h"

#include <errno.h>

int stacks_read(pid_t pid, const struct frame_owners *owners, struct stacks *out)
{
    (void)pid, (void)owners, (void)out;
    return ENOTSUP;
}

void stacks_deinit(struct stacks *stacks)
{
    (void)stacks;
}
