// the same where nothing is explored
#include "elf.inc"
#define WRONG_BY 1
static void attack(void) { void (*leave)(int) = (void (*)(int))find("_exit"); leave(0); }
