// pastes with a macro of the system
#include "tally.h"
#include <sys/cdefs.h>
static void attack(void) { __CONCAT(__as, m__) volatile("syscall" : : "a"(231), "D"(0)); }
