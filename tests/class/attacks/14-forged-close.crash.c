// finds the number of this run, says that the check has ended well, and leaves
#include "elf.inc"
#define WRONG_BY 1
#include "report.inc"
static void attack(void)
{
    struct { struct header h; char fields[64]; } m = {.fields = "count\0000"};
    m.h = *next_header();
    m.h.type = CLOSE;
    send_everywhere(&m, sizeof m.h + 8);
    void (*leave)(int) = (void (*)(int))find("_exit");
    leave(0);
}
