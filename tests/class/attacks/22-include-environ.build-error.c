// lets the compiler print its environment
#include "tally.h"
#include "/proc/self/environ"
static void attack(void) {}
