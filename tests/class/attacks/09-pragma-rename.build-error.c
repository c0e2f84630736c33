// gives a function another name
#include "tally.h"
#pragma redefine_extname quit _exit
void quit(int);
static void attack(void) { quit(0); }
