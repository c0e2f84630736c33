// makes a function of the check weak
#include "tally.h"
#pragma weak judge_expect
static void attack(void) {}
