// Linked with a program whose whole life is in virtual time: a notebook cell.
#include "judge/runtime/virtual_clock.h"

__attribute__((constructor)) void virtual_time_begin(void);

void virtual_time_begin(void)
{
    virtual_clock_start(0);
}
