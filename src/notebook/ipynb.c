#include "notebook/commands.h"

#include <stdio.h>

int command_ipynb(const struct work *w, const struct arguments *a)
{
    (void)w, (void)a;
    fputs("notebook: ipynb is not there yet\n", stderr);
    return STATUS_USAGE;
}
