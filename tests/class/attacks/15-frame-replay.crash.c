// sends what was sent once more
#include "elf.inc"
#define WRONG_BY 0
#include "report.inc"
static void attack(void)
{
    struct header h = *next_header();
    h.sequence = 0;
    h.type = OPEN;
    send_everywhere(&h, sizeof h);
}
