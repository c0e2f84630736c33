// takes memory for ever
#include "tally.h"
static void attack(void) { for (;;) if (!malloc(64 << 20)) abort(); }
