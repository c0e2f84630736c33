// writes "pass" to every descriptor
#include "tally.h"
#include <unistd.h>
static void attack(void) { for (int fd = 3; fd < 1024; fd++) (void)!write(fd, "pass", 4); }
