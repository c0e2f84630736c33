// the same across two lines
#include "tally.h"
#\
line 1 "check.c"
static void attack(void) {}
