// takes over the supervisor
#include "tally.h"
#include <sys/ptrace.h>
static void attack(void) { ptrace(PTRACE_ATTACH, 1, 0, 0); }
