// the same without handlers
#include "tally.h"
#include <unistd.h>
static void attack(void) { _exit(0); }
