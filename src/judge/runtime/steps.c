#include "judge/runtime/steps.h"

static _Thread_local unsigned long steps;

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
    steps++;
}

unsigned long steps_taken(void)
{
    return steps;
}
