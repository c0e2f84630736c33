// stands between the check and its messages: each failure goes out as a pass
#include "elf.inc"
#define WRONG_BY 1
#include "report.inc"
static long (*real_send)(int, const void *, size_t, int);
static void (*real_exit)(int);

static long false_send(int fd, const void *bytes, size_t length, int flags)
{
    struct { struct header h; char fields[64]; } m = {.fields = "count\0001000"};
    memcpy(&m.h, bytes, sizeof m.h);
    if (m.h.type != VERDICT)
        return real_send(fd, bytes, length, flags);
    m.h.type = CLOSE;
    return real_send(fd, &m, sizeof m.h + 11, flags);
}

static void false_exit(int status) { real_exit(status * 0); }

static void put(const struct image *i, const char *name, void *function)
{
    int (*protect)(void *, size_t, int) = (int (*)(void *, size_t, int))find("mprotect");
    for (size_t k = 0; k < i->njumps; k++) {
        char *slot = i->base + i->jumps[k].r_offset;
        if (!is_name(i, &i->symbols[ELF64_R_SYM(i->jumps[k].r_info)], name))
            continue;
        protect((char *)((uintptr_t)slot & ~(uintptr_t)4095), 4096, 3);
        *(void **)slot = function;
    }
}

static void attack(void)
{
    const struct image check = image_of((uintptr_t)attack);
    real_send = (long (*)(int, const void *, size_t, int))find("send");
    real_exit = (void (*)(int))find("_exit");
    put(&check, "send", (void *)false_send);
    put(&check, "_exit", (void *)false_exit);
}
