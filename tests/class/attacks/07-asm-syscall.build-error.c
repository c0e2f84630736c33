// leaves by a system call of its own
#include "tally.h"
static void attack(void) { __asm__ volatile("syscall" : : "a"(231), "D"(0)); }
