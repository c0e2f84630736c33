#include "explore/backends/tls.h"

#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <string.h>

// Of the executable; constant after tls_open().
static char *block; // of the thread that called it
static const void *image;
static size_t image_size, size;
static uintptr_t distance;    // from the block to what pthread_self() gives: the same in every thread
static uintptr_t errno_place; // libc's, of the thread that called it; its value is kept at each switch
static bool exchanges;

static int take_first(struct dl_phdr_info *info, size_t bytes, void *unused)
{
    (void)bytes;
    (void)unused;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *p = &info->dlpi_phdr[i];
        if (p->p_type != PT_TLS)
            continue;
        block = info->dlpi_tls_data;
        image = (const void *)(info->dlpi_addr + p->p_vaddr);
        image_size = p->p_filesz;
        size = p->p_memsz;
    }
    return 1; // the executable comes first; the libraries keep theirs
}

void tls_open(bool exchanged)
{
    dl_iterate_phdr(take_first, NULL);
    distance = (uintptr_t)pthread_self() - (uintptr_t)block;
    errno_place = (uintptr_t)&errno;
    exchanges = exchanged;
}

uintptr_t tls_here(void)
{
    return (uintptr_t)pthread_self() - distance;
}

size_t tls_size(void)
{
    return size;
}

void tls_fresh(void *copy)
{
    memcpy(copy, image, image_size);
    memset((char *)copy + image_size, 0, size - image_size);
}

void tls_save(void *copy)
{
    memcpy(copy, block, size);
}

void tls_load(const void *copy)
{
    memcpy(block, copy, size);
}

bool tls_is_exchanged(uintptr_t address)
{
    return exchanges && (address - (uintptr_t)block < size || address - errno_place < sizeof errno);
}
