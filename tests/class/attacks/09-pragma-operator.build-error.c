// the same where macros are
#include "tally.h"
_Pragma("redefine_extname quit _exit") void quit(int);
static void attack(void) { quit(0); }
