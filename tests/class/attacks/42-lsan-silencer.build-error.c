// switches the leak check off
#include "tally.h"
void __lsan_disable(void);
static void attack(void) { __lsan_disable(); }
