// calls a function by another name
#include "tally.h"
void leave(int) __asm__("_exit");
static void attack(void) { leave(0); }
