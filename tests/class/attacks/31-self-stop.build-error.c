// stops itself and its parent
#include "tally.h"
#include <signal.h>
static void attack(void) { raise(SIGSTOP); }
