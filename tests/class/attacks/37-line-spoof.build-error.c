// moves the blame to another file
#include "tally.h"
#line 1 "check.c"
static void attack(void) {}
