// says "closed" on every descriptor, without the number of this run
#include "elf.inc"
#define WRONG_BY 1
#include "report.inc"
static void attack(void) { const struct header h = {.sequence = 1, .type = CLOSE}; send_everywhere(&h, sizeof h); }
