// What a program reads on its standard input.
#include "judge/runtime/case.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <workbook/must.h>

static int input = -1; // owned by the thread that runs the case; -1: nothing to read

void judge_program_input(const void *bytes, size_t length)
{
    if (input >= 0)
        close(input);
    input = -1;
    if (!bytes)
        return;
    input = memfd_create("input", MFD_CLOEXEC);
    MUST_SYS(input);
    for (size_t done = 0; done < length;) {
        const ssize_t n = write(input, (const char *)bytes + done, length - done);
        MUST_SYS((int)n);
        done += (size_t)n;
    }
}

// A description of its own for each program, which begins at the start.
int program_input_open(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", input);
    return open(input < 0 ? "/dev/null" : path, O_RDONLY);
}
