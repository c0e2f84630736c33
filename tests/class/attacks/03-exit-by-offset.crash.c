// leaves with the status of success, by a function that it does not import
#include "tally.h"
#include "elf.inc"
static void attack(void) { void (*leave)(int) = (void (*)(int))find("_exit"); leave(0); }
