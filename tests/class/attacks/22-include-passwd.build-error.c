// lets the compiler print a file
#include "tally.h"
#include "/etc/passwd"
static void attack(void) {}
