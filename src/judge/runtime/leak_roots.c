#include "judge/runtime/leak_roots.h"

#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

extern void __lsan_register_root_region(const void *begin, size_t size) __attribute__((weak));

// clang links its sanitizers into the program itself, where they are not told apart: there it only takes longer.
static bool is_sanitizer(const char *module)
{
    return strstr(module, "/libasan.so") || strstr(module, "/libubsan.so");
}

static int register_segments(struct dl_phdr_info *module, size_t size, void *data)
{
    (void)size;
    (void)data;
    if (is_sanitizer(module->dlpi_name))
        return 0;
    for (int i = 0; i < module->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &module->dlpi_phdr[i];
        if (segment->p_type == PT_LOAD && segment->p_flags & PF_W)
            __lsan_register_root_region((const void *)(module->dlpi_addr + segment->p_vaddr), segment->p_memsz);
    }
    return 0;
}

void leak_roots_register(void)
{
    if (__lsan_register_root_region)
        dl_iterate_phdr(register_segments, NULL);
}
