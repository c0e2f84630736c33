#include "notebook/commands.h"

#include <stdio.h>

int command_weave(const struct work *w, const struct arguments *a)
{
    (void)w, (void)a;
    fputs("notebook: weave is not there yet\n", stderr);
    return STATUS_USAGE;
}
