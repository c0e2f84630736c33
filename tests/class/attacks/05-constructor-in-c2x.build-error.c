// the same in brackets
#include "tally.h"
[[gnu::constructor]] static void early(void) {}
static void attack(void) {}
