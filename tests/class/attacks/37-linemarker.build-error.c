// claims to be a system header
#include "tally.h"
# 1 "check.c" 1 3
static void attack(void) {}
