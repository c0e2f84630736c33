// the same word, pasted together
#include "tally.h"
#define P(x, y) x##y
static void attack(void) { P(__as, m__) volatile("syscall" : : "a"(231), "D"(0)); }
