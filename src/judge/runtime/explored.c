// In a process of its own a case runs once, on one schedule. The explorer links an answer of its own.
#include "judge/runtime/case.h"

bool judge_explored(void)
{
    return false;
}
