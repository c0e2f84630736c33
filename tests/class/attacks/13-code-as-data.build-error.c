// puts machine code where code is
#include "tally.h"
__attribute__((section(".text"))) static const unsigned char code[] = {0xb8, 60, 0, 0, 0, 0x0f, 0x05};
static void attack(void) { ((void (*)(void))(unsigned long)code)(); }
