// the same by a relative of include
#include "tally.h"
#include_next </etc/passwd>
static void attack(void) {}
