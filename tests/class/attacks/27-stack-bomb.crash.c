// fills the stack
#include "tally.h"
static volatile int always = 1;
static int fall(int n) { volatile char room[4096]; room[0] = (char)n; return always ? fall(n + 1) + room[0] : 0; }
static void attack(void) { fall(0); }
