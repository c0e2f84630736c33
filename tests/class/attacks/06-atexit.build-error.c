// ends with 0 after a failure
#include "tally.h"
#include <stdlib.h>
static void later(void) {}
static void attack(void) { atexit(later); }
