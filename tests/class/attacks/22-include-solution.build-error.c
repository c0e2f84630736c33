// takes the solution
#include "tally.h"
#include "../../../solutions/02-races-and-locks/01-lost-update/tally.c"
static void attack(void) {}
