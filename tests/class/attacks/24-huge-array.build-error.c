// lets the compiler fill the disk
#include "tally.h"
char large[1ul << 33] = {1};
static void attack(void) { large[0]++; }
