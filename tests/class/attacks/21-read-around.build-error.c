// reads the check, the solution and passwords
#include "tally.h"
#include <stdio.h>
static void attack(void) { FILE *f = fopen("/etc/shadow", "r"); if (f) fclose(f); }
