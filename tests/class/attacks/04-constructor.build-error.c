// runs before the check does
#include "tally.h"
#include <stdio.h>
__attribute__((constructor)) static void early(void) { puts("pass"); }
static void attack(void) {}
