// lets the compiler work for ever
#include "tally.h"
int a[] = {[0 ... 400000000] = 1};
static void attack(void) { a[0]++; }
