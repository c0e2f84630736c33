// the same where nothing is explored: memory until there is no more
#include "elf.inc"
#define WRONG_BY 0
static void attack(void)
{
    char *(*map)(void *, size_t, int, int, int, long) = (char *(*)(void *, size_t, int, int, int, long))find("mmap");
    enum { READ_WRITE = 3, PRIVATE_ANONYMOUS_AND_THERE = 0x8022 };
    for (int i = 0; i < 1 << 16; i++)
        map(NULL, 16 << 20, READ_WRITE, PRIVATE_ANONYMOUS_AND_THERE, -1, 0);
}
