// jumps out of the check
#include "tally.h"
#include <setjmp.h>
static jmp_buf elsewhere;
static void attack(void) { longjmp(elsewhere, 1); }
