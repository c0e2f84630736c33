// Memory that all processes of a case share.
#include "judge/runtime/case.h"
#include "judge/runtime/report.h"
#include "judge/runtime/shared.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PIECES_MAX = 64 };
static struct piece {
    char *start;
    size_t bytes;     // with the two guards
} pieces[PIECES_MAX]; // owned by the thread that runs the case
static int npieces;

void *judge_shared(size_t bytes)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), whole = (bytes + page - 1) / page * page + 2 * page;
    char *start = mmap(NULL, whole, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED || npieces == PIECES_MAX ||
        mprotect(start + page, whole - 2 * page, PROT_READ | PROT_WRITE))
        report_simple("judge-error", "judge_shared: no memory", strerror(errno));
    pieces[npieces++] = (struct piece){start, whole};
    return start + page; // whoever runs over an end meets a page that is nobody's
}

bool shared_is_ours(const void *address)
{
    for (int i = 0; i < npieces; i++)
        if ((const char *)address >= pieces[i].start &&
            (const char *)address < pieces[i].start + pieces[i].bytes)
            return true;
    return false;
}
