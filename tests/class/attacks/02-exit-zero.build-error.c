// ends the check with status 0, which might be taken for a pass
#include "tally.h"
#include <stdlib.h>
static void attack(void) { exit(0); }
