// fills the memory
#include "tally.h"
#include <stdlib.h>
#include <string.h>
static void attack(void) { for (;;) { char *p = malloc(64 << 20); if (!p) abort(); memset(p, 1, 64 << 20); } }
