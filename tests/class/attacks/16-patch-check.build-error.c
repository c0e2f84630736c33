// makes the check writable
#include "tally.h"
#include <sys/mman.h>
static void attack(void) { mprotect((void *)((unsigned long)attack & ~4095ul), 4096, 7); }
