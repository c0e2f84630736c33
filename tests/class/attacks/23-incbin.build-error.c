// puts a file into the program
#include "tally.h"
__asm__(".incbin \"/etc/passwd\"");
static void attack(void) {}
