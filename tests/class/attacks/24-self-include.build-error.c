// never ends being read
#include "tally.h"
#include __FILE__
static void attack(void) {}
