// Makes its own code writable, or writes code anew: by a change of a page's rights, or by a page that is both.
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
    char *page = (char *)((unsigned long)main & ~4095ul);
    if (mprotect(page, 4096, PROT_READ | PROT_WRITE | PROT_EXEC) == 0)
        return 0;
    char *fresh = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mprotect(fresh, 4096, PROT_READ | PROT_EXEC) == 0)
        return 0;
    return mmap(0, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED;
}
