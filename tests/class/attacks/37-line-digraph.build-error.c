// the same in digraphs
#include "tally.h"
%:line 1 "check.c"
static void attack(void) {}
