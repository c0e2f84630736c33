// lowers the limits of the supervisor
#include "tally.h"
#include <sys/resource.h>
static void attack(void) { struct rlimit r = {0, 0}; prlimit(1, RLIMIT_NOFILE, &r, 0); }
