// brings a main of its own
#include "tally.h"
int main(void) { return 0; }
static void attack(void) {}
