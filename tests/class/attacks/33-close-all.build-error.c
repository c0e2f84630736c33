// closes the descriptor of the reports
#include "tally.h"
#include <unistd.h>
static void attack(void) { for (int fd = 0; fd < 1024; fd++) close(fd); }
